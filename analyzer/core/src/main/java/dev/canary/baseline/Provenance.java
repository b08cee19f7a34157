package dev.canary.baseline;

import java.time.Instant;
import java.util.List;

/**
 * How a baseline came to be.
 *
 * @param capturedAt when the last capture was taken
 * @param capturedBy who took it
 * @param toolVersion the version of this product
 * @param java the Java runtime that ran the capture
 * @param seed draws the order of cases in each capture and the captures that give the centre
 * @param captures how many replays there were
 * @param loads over how many separate loads of the model
 * @param replicas which addresses took turns, where there are several
 * @param firstAt when the first capture was taken; long before the last when they were spread
 */
public record Provenance(
    Instant capturedAt,
    Instant firstAt,
    String capturedBy,
    String toolVersion,
    String java,
    long seed,
    int captures,
    int loads,
    List<String> replicas) {
  public Provenance {
    replicas = List.copyOf(replicas);
  }

  /** Of a model at one place. */
  public Provenance(
      Instant capturedAt,
      Instant firstAt,
      String capturedBy,
      String toolVersion,
      String java,
      long seed,
      int captures,
      int loads) {
    this(capturedAt, firstAt, capturedBy, toolVersion, java, seed, captures, loads, List.of());
  }

  /** The same over these replicas. */
  public Provenance withReplicas(List<String> names) {
    return new Provenance(
        capturedAt, firstAt, capturedBy, toolVersion, java, seed, captures, loads, names);
  }

  /** The same over another number of loads. */
  public Provenance withLoads(int number) {
    return new Provenance(
        capturedAt, firstAt, capturedBy, toolVersion, java, seed, captures, number, replicas);
  }

  /** The same with another seed. */
  public Provenance withSeed(long other) {
    return new Provenance(
        capturedAt, firstAt, capturedBy, toolVersion, java, other, captures, loads, replicas);
  }
}
