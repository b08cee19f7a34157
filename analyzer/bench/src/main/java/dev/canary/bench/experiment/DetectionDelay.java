package dev.canary.bench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Experiment 3: how many runs pass between a lasting change and the alert, that run included. */
final class DetectionDelay implements Experiment {
  /** How far ahead an alert is sought; a delay without one counts as that many. */
  static final int MOST_RUNS = 10_000;

  @Override
  public String title() {
    return "detection delay";
  }

  @Override
  public int defaultRepeats() {
    return 300;
  }

  @Override
  public Outcome measure(Settings settings) {
    Delays delays = new Delays();
    new Exceedances(settings, delays).measure();
    new Deviations(settings, delays).measure();
    return new Outcome(delays.raw, delays.figures, delays.claims);
  }

  /** What both parts fill. */
  static final class Delays {
    private final Sheet raw =
        new Sheet("noise", "captures", "healthy runs", "change", "rule", "repeat", "delay");
    private final Sheet figures =
        new Sheet(
            "noise",
            "captures",
            "healthy runs",
            "change",
            "rule",
            "repeats",
            "mean delay",
            "low",
            "high",
            "median",
            "largest",
            "missed");
    private final List<Claim> claims = new ArrayList<>();

    /** One kind of change under one rule. */
    record Condition(Noise noise, int captures, int healthyRuns, String change, String rule) {}

    /** Reports the delays of all repeats and returns their mean. */
    Interval add(Condition c, double[] delays) {
      for (int i = 0; i < delays.length; i++) {
        raw.add(c.noise, c.captures, c.healthyRuns, c.change, c.rule, i, delays[i]);
      }
      Interval mean = Interval.ofMean(delays);
      double largest = Arrays.stream(delays).max().orElseThrow();
      long missed = Arrays.stream(delays).filter(delay -> delay >= MOST_RUNS).count();
      figures.add(
          c.noise,
          c.captures,
          c.healthyRuns,
          c.change,
          c.rule,
          delays.length,
          mean.value(),
          mean.low(),
          mean.high(),
          median(delays),
          largest,
          missed);
      return mean;
    }

    static double median(double[] delays) {
      double[] sorted = delays.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    void claim(Condition c, double measured, double bound) {
      String what =
          "delay of %s, R = %d, %s, %s, after %d healthy runs"
              .formatted(c.rule, c.captures, c.noise, c.change, c.healthyRuns);
      claims.add(new Claim(what, measured, Claim.Side.AT_MOST, bound));
    }
  }
}
