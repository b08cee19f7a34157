package dev.canary.plan;

import java.util.List;

/**
 * What all planned watches ask of one target together.
 *
 * @param target as people call it
 * @param watches by name
 * @param requestsPerSecond on average
 * @param rowsPerSecond on average
 */
public record TargetLoad(
    String target, List<String> watches, double requestsPerSecond, double rowsPerSecond) {
  public TargetLoad {
    watches = List.copyOf(watches);
  }
}
