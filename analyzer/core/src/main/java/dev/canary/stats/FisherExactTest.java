package dev.canary.stats;

/**
 * Fisher's exact test of a table of two rows and two columns: is the share of the first column the
 * same in both rows?
 *
 * <p>Null hypothesis: rows and columns are independent. Given all row and column sums, the upper
 * left count X then has a hypergeometric distribution. For a table of a, b above c, d
 *
 * <pre>
 * statistic  a d / (b c), the odds ratio; no unit
 * TWO_SIDED  p = sum of P(X = i) over all i with P(X = i) &lt;= P(X = a)
 * GREATER    p = P(X &gt;= a)    a large odds ratio
 * LESS       p = P(X &lt;= a)    a small odds ratio
 * </pre>
 *
 * <p>Guarantee: exact for every table. Whether P(X = i) &lt;= P(X = a) is decided in whole numbers
 * where rounding could matter, neither by a tolerance of 1e-7, as in R, nor of 1e-14, as in SciPy;
 * beyond 200,000 steps apart, probabilities within 1e-9 of each other count as equal, which can
 * only raise p. Sums are taken by logarithms from their largest term, so that they keep their
 * digits for large counts and beyond underflow.
 *
 * <p>Rules: an empty row or column gives the odds ratio 1 and p = 1. Where b c is 0 and a d is not,
 * the largest double stands for the infinite odds ratio. Rows in the same proportions give p = 1
 * (two-sided). Swapping the rows or the columns inverts the odds ratio and swaps the one-sided
 * alternatives.
 *
 * <p>Shapes and cost: two rows, two columns, counts that add up to at most 2^53; time in proportion
 * to the standard deviation of X.
 *
 * <p>Source: Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society
 * 98 (1935).
 */
public final class FisherExactTest implements TableTest {

  private static final FisherExactTest DEFAULTS = new FisherExactTest(Alternative.TWO_SIDED);

  private final Alternative alternative;

  private FisherExactTest(Alternative alternative) {
    this.alternative = alternative;
  }

  /** Returns the two-sided test. */
  public static FisherExactTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with another alternative. */
  public FisherExactTest with(Alternative option) {
    return new FisherExactTest(option);
  }

  @Override
  public String name() {
    return "Fisher's exact test (" + Alternatives.name(alternative) + ")";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if there are more than two rows or columns
   */
  @Override
  public Significance test(long[][] counts) {
    ContingencyTable.of(counts);
    if (counts.length != 2 || counts[0].length != 2) {
      throw new IllegalArgumentException(
          "counts has %d rows and %d columns: Fisher's test is for two of each"
              .formatted(counts.length, counts[0].length));
    }
    Draw draw = Draw.of(counts);
    double log =
        switch (alternative) {
          case TWO_SIDED -> draw.logNoLikelier();
          case LESS -> draw.logAtMost();
          case GREATER -> draw.mirrored().logAtMost();
        };
    return Significance.ofLog(oddsRatio(counts), log, "exact");
  }

  private static double oddsRatio(long[][] counts) {
    double along = (double) counts[0][0] * counts[1][1];
    double across = (double) counts[0][1] * counts[1][0];
    boolean open = along == 0 && across == 0;
    return open ? 1 : Math.min(Double.MAX_VALUE, along / across);
  }
}
