package dev.canary.baseline;

/**
 * What one replay of a whole suite scores: one number for the worst case, one for all of them
 * together, one for labels.
 *
 * @param max S_max = max over cases of z
 * @param rms S_rms = sqrt(mean over cases of z squared)
 * @param labels C_lab = the number of cases whose label is outside the set seen in its captures
 */
public record SuiteScores(double max, double rms, int labels) {
  /**
   * The scores of these cases' z and of so many label changes; finite when the z are, however large
   * a flipped exponent makes them.
   */
  public static SuiteScores of(double[] z, int labels) {
    double max = 0;
    for (double value : z) {
      max = Math.max(max, value);
    }
    if (max == 0) {
      return new SuiteScores(0, 0, labels);
    }
    double squares = 0;
    for (double value : z) {
      squares += (value / max) * (value / max);
    }
    return new SuiteScores(max, max * Math.sqrt(squares / z.length), labels);
  }
}
