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
  /** The scores of these cases' z and of so many label changes. */
  public static SuiteScores of(double[] z, int labels) {
    double max = 0;
    double squares = 0;
    for (double value : z) {
      max = Math.max(max, value);
      squares += value * value;
    }
    return new SuiteScores(max, z.length == 0 ? 0 : Math.sqrt(squares / z.length), labels);
  }
}
