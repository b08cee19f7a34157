package dev.canary.app.job;

import dev.canary.baseline.Capture;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the captures of a baseline: several replays in random order over at least two loads of the
 * model.
 *
 * @param targets opens the model
 * @param replay sends the cases
 * @param seed draws the order of the cases in each capture
 */
public record CaptureJob(Targets targets, Replay replay, long seed) {
  /** Two loads tell bits that depend on memory or on lazy initialisation from stable ones. */
  private static final int LOADS = 2;

  /**
   * Takes so many captures, half of them on each of two loads.
   *
   * @throws LoadException if the model does not load, or another file is in its place half-way
   */
  public List<Capture> capture(Watched watch, int repeats) throws LoadException {
    List<Capture> captures = new ArrayList<>();
    int loads = Math.min(LOADS, repeats);
    for (int load = 0; load < loads; load++) {
      int last = repeats * (load + 1) / loads;
      try (Target target = targets.open(watch.suite(), watch.folder())) {
        while (captures.size() < last) {
          captures.add(captureOnce(watch.suite(), target, load, captures.size()));
        }
      }
      check(captures);
    }
    return captures;
  }

  /** One capture on a load of its own, for captures that are spread over time. */
  public Capture captureOnFreshLoad(Watched watch, int number) throws LoadException {
    try (Target target = targets.open(watch.suite(), watch.folder())) {
      return captureOnce(watch.suite(), target, number, number);
    }
  }

  private Capture captureOnce(Suite suite, Target target, int load, int number) {
    Run run = replay.run(suite, target, Order.shuffled(suite.cases().size(), seed + number));
    return new Capture(load, run);
  }

  /** Captures of two different files make no baseline. */
  static void check(List<Capture> captures) throws LoadException {
    ModelIdentity first = captures.get(0).run().model();
    for (Capture capture : captures) {
      ModelIdentity other = capture.run().model();
      if (!first.artifactDigest().equals(other.artifactDigest())
          || !first.version().equals(other.version())) {
        throw new LoadException(
            "the model changed while it was captured: %s became %s; capture again"
                .formatted(
                    first.artifactDigest().orElse(first.versionOrDefault()),
                    other.artifactDigest().orElse(other.versionOrDefault())));
      }
    }
  }
}
