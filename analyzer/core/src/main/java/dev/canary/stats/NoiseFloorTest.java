package dev.canary.stats;

import java.util.Arrays;

/**
 * The noise-floor test: does one run stray further from the centre than held-out captures do?
 *
 * <p>Null hypothesis: the run and the R held-out captures are exchangeable given the captures from
 * which {@link CaseNoise} was learned, that is, nothing changed since they were taken. With T one
 * of the {@link Score scores} of a whole run,
 *
 * <pre>
 * p = (1 + #{held-out captures whose T &gt;= T of the run}) / (R + 1)
 * </pre>
 *
 * <p>Guarantee: P(p &lt;= alpha) &lt;= alpha for every alpha and every R, whatever the distribution
 * of the noise and however the cases depend on each other, because every score is one number a run;
 * ties count against the run. The smallest p is 1 / (R + 1). The held-out captures must not be
 * among those of the noise. It holds for one run: runs ranked against the same captures are each
 * valid, but not together.
 *
 * <p>Choice: the mean square is strongest when many cases move, the maximum when one does, and for
 * labels only the changes are left. {@link #combined} answers with all three.
 *
 * <p>Rules: a run whose rows all lie on the centre scores 0 and gives p = 1. Neither the order of
 * the captures nor, up to rounding, that of the cases plays a part.
 *
 * <p>Source: {@link ConformalPValue}'s.
 */
public final class NoiseFloorTest {

  /** What a run is summed up by. */
  public enum Score {
    /** The largest z: one broken case. */
    MAX,
    /** The mean of z squared: a diffuse change. */
    MEAN_SQUARE,
    /** The number of cases whose label was never seen in the captures of the noise. */
    LABEL_CHANGES;

    private double of(CaseNoise noise, double[][] rows) {
      return switch (this) {
        case MAX -> Arrays.stream(noise.z(rows)).max().orElseThrow();
        case MEAN_SQUARE -> meanSquare(noise.z(rows));
        case LABEL_CHANGES -> noise.labelChanges(rows);
      };
    }
  }

  private final CaseNoise noise;
  private final double[] max;
  private final double[] meanSquare;
  private final double[] labelChanges;

  private NoiseFloorTest(
      CaseNoise noise, double[] max, double[] meanSquare, double[] labelChanges) {
    this.noise = noise;
    this.max = max;
    this.meanSquare = meanSquare;
    this.labelChanges = labelChanges;
  }

  /**
   * Returns the test against these held-out captures, each case x coordinate.
   *
   * @throws IllegalArgumentException if there is no capture, if one has not the shape of those of
   *     the noise, or if a value is NaN or infinite
   */
  public static NoiseFloorTest of(CaseNoise noise, double[][][] heldOut) {
    if (heldOut.length == 0) {
      throw new IllegalArgumentException("heldOut is empty: one capture is needed at least");
    }
    return new NoiseFloorTest(
        noise,
        scores(Score.MAX, noise, heldOut),
        scores(Score.MEAN_SQUARE, noise, heldOut),
        scores(Score.LABEL_CHANGES, noise, heldOut));
  }

  /** Returns the test of cases with one coordinate each, the captures each one value a case. */
  public static NoiseFloorTest of(CaseNoise noise, double[][] heldOut) {
    return of(noise, Arrays.stream(heldOut).map(CaseNoise::column).toArray(double[][][]::new));
  }

  /**
   * Ranks one score of a run among those of the held-out captures.
   *
   * @param now the run, case x coordinate
   * @throws IllegalArgumentException if the run has not the shape of the captures, or if a value is
   *     NaN or infinite
   */
  public ConformalPValue test(Score score, double[][] now) {
    double[] captures =
        switch (score) {
          case MAX -> max;
          case MEAN_SQUARE -> meanSquare;
          case LABEL_CHANGES -> labelChanges;
        };
    return ConformalPValue.of(captures, score.of(noise, now));
  }

  /** Ranks one score of a run of cases with one coordinate each. */
  public ConformalPValue test(Score score, double[] now) {
    return test(score, CaseNoise.column(now));
  }

  /**
   * Answers with all three scores: three times the smallest of their p-values, at most 1.
   *
   * @return the statistic of the score with the smallest p-value, which the method names
   * @throws IllegalArgumentException as {@link #test(Score, double[][])} does
   */
  public Significance combined(double[][] now) {
    Score[] scores = Score.values();
    Score strongest = scores[0];
    ConformalPValue best = test(strongest, now);
    for (Score score : scores) {
      ConformalPValue result = test(score, now);
      if (result.pValue() < best.pValue()) {
        best = result;
        strongest = score;
      }
    }
    double p = Math.min(1, scores.length * best.pValue());
    String method = "conformal " + strongest + ", Bonferroni of " + scores.length;
    return new Significance(best.statistic(), p, method);
  }

  /** Answers with all three scores of a run of cases with one coordinate each. */
  public Significance combined(double[] now) {
    return combined(CaseNoise.column(now));
  }

  private static double[] scores(Score score, CaseNoise noise, double[][][] heldOut) {
    return Arrays.stream(heldOut).mapToDouble(rows -> score.of(noise, rows)).toArray();
  }

  /** The mean of squares, computed so that it overflows only where it must; then it is cut. */
  private static double meanSquare(double[] z) {
    double max = Arrays.stream(z).max().orElseThrow();
    if (max == 0) {
      return 0;
    }
    double squares = Arrays.stream(z).map(value -> (value / max) * (value / max)).sum();
    return Math.min(Double.MAX_VALUE, squares / z.length * max * max);
  }
}
