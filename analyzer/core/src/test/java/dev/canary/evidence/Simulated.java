package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Healthy scores drawn by seed, and what is built on them. */
final class Simulated {

  static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private Simulated() {}

  static SuiteScores healthy(SplittableRandom chance) {
    double rms = 1 + .2 * Math.abs(chance.nextGaussian());
    return new SuiteScores(2 * rms + chance.nextDouble(), rms, chance.nextInt(20) == 0 ? 1 : 0);
  }

  static List<SuiteScores> captures(int number, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    return Stream.generate(() -> healthy(chance)).limit(number).toList();
  }

  static Calibration burst(int captures, Set<Score> scores) {
    return Calibration.of(scores, captures(captures, 1));
  }

  static Calibration spread(int captures, Set<Score> scores) {
    return burst(captures, scores).with(new Decorrelation.Spread(Duration.ofMinutes(5)));
  }

  /** A watch with all lanes, the thinned ones in every run. */
  static Evidence everyRun(int captures) {
    Calibration calibration =
        burst(captures, Score.ALL).with(new Decorrelation.Spread(Duration.ZERO));
    return Evidence.of(calibration, Budget.DEFAULT.whole(), "simulated");
  }
}
