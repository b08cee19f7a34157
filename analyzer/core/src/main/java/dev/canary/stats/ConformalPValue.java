package dev.canary.stats;

/**
 * The rank of a score among the scores of held-out captures, as a p-value.
 *
 * <p>Null hypothesis: the score and the R captures are exchangeable, that is, nothing changed since
 * they were taken. Large scores are the suspicious ones, and
 *
 * <pre>
 * p = (1 + #{captures &gt;= score}) / (R + 1)
 * </pre>
 *
 * <p>Guarantee: P(p &lt;= alpha) &lt;= alpha for every alpha, whatever the distribution of the
 * scores; ties count against the score. The smallest possible p is 1 / (R + 1). It holds for one
 * score: many scores ranked against the same captures are each valid, but not together.
 *
 * <p>Source: Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World" (2005), section
 * 2.2; Phipson and Smyth, "Permutation p-values should never be zero" (2010), for the added one.
 *
 * @param statistic the score, in the unit of the captures
 * @param atLeast how many captures reach the score
 * @param captures R, the number of captures
 */
public record ConformalPValue(double statistic, int atLeast, int captures) implements TestResult {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException unless 0 &lt;= atLeast &lt;= captures, captures &gt; 0 and the
   *     score is finite
   */
  public ConformalPValue {
    Samples.requireFinite(statistic, "score");
    if (captures < 1 || atLeast < 0 || atLeast > captures) {
      throw new IllegalArgumentException(
          "atLeast is " + atLeast + " of " + captures + " captures: it must lie in [0, captures]");
    }
  }

  /**
   * Ranks a score among captures.
   *
   * @throws IllegalArgumentException if there is no capture, or if a capture or the score is NaN or
   *     infinite
   */
  public static ConformalPValue of(double[] captures, double score) {
    Samples.requireSample(captures, "captures");
    int atLeast = 0;
    for (double capture : captures) {
      if (capture >= score) {
        atLeast++;
      }
    }
    return new ConformalPValue(score, atLeast, captures.length);
  }

  @Override
  public double pValue() {
    return (1.0 + atLeast) / (1.0 + captures);
  }

  @Override
  public String method() {
    return "conformal";
  }
}
