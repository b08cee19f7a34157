package dev.canary.bench.experiment;

import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Calibration;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.rng.UniformRandomProvider;

/** A healthy model as its scores show it: one replay every ten seconds. */
interface Deployment {
  /** Between two runs. */
  Duration INTERVAL = Duration.ofSeconds(10);

  /** When the first run was. */
  Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Captures, held out ones in this number, from the first run on.
   *
   * @param random draws when
   */
  Calibration capture(int heldOut, Plan plan, UniformRandomProvider random);

  /** The scores of the next run. */
  SuiteScores next();

  /** The start of a run. */
  static Instant instant(int run) {
    return START.plus(INTERVAL.multipliedBy(run));
  }
}
