package dev.canary.server;

import java.time.Clock;

/**
 * What Triton's statistics extension counts of one version of a model ({@code
 * extension_statistics.md}): inferences by outcome, and the time each part took.
 */
final class ModelStats {

  /** A number of events and their time together. */
  static final class Count {
    private long count;
    private long nanos;

    private void add(long took) {
      count++;
      nanos += took;
    }

    private Count copy() {
      Count copy = new Count();
      copy.count = count;
      copy.nanos = nanos;
      return copy;
    }

    long count() {
      return count;
    }

    long nanos() {
      return nanos;
    }
  }

  /**
   * The counts at one moment.
   *
   * @param lastMillis when the last inference began, milliseconds since 1970; 0 if there was none
   */
  record Snapshot(
      long lastMillis, Count success, Count fail, Count compute, Count cacheHit, Count cacheMiss) {}

  private final Count success = new Count();
  private final Count fail = new Count();
  private final Count compute = new Count();
  private final Count cacheHit = new Count();
  private final Count cacheMiss = new Count();
  private long lastMillis;

  synchronized void begun() {
    lastMillis = Clock.systemUTC().millis();
  }

  synchronized void succeeded(long nanos) {
    success.add(nanos);
  }

  synchronized void failed(long nanos) {
    fail.add(nanos);
  }

  synchronized void computed(long nanos) {
    compute.add(nanos);
  }

  synchronized void hit(long nanos) {
    cacheHit.add(nanos);
  }

  synchronized void missed(long nanos) {
    cacheMiss.add(nanos);
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(
        lastMillis, success.copy(), fail.copy(), compute.copy(), cacheHit.copy(), cacheMiss.copy());
  }
}
