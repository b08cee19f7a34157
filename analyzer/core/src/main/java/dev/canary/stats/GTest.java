package dev.canary.stats;

/**
 * The G test of a table of counts, which is the likelihood-ratio test: are the categories in the
 * same proportions in every row?
 *
 * <p>Null hypothesis: rows and columns are independent. With O the count in a cell and E = row sum
 * x column sum / total the expected one, the statistic, in units of twice a nat, and its p-value
 * are
 *
 * <pre>
 * G = 2 sum O ln(O / E)        p = P(chi-square with (r - 1) (c - 1) degrees of freedom &gt;= G)
 * </pre>
 *
 * <p>It is computed as 2 sum (O ln(O / E) - O + E), which is the same and whose terms are not
 * negative, so that close rows do not cancel.
 *
 * <p>Guarantee: in the limit of large counts; for small ones it rejects more often than Pearson's.
 * For two rows and two columns the differences are by default made smaller by one half, as SciPy
 * does; {@link Continuity#NONE} leaves that out.
 *
 * <p>Rules: rows and columns without any count are left out; if fewer than two of either are left,
 * G = 0 and p = 1. Rows in the same proportions give 0 and 1. The order of rows and columns, and
 * swapping rows with columns, plays no part.
 *
 * <p>Shapes and units: any number of rows and columns from two, counts that add up to at most 2^53.
 *
 * <p>Source: Wilks, "The likelihood test of independence in contingency tables", Annals of
 * Mathematical Statistics 6 (1935).
 */
public final class GTest implements TableTest {

  private static final GTest DEFAULTS = new GTest(Continuity.CORRECTED);

  private final Continuity continuity;

  private GTest(Continuity continuity) {
    this.continuity = continuity;
  }

  /** Returns the test that corrects tables of two rows and two columns. */
  public static GTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with or without the correction of tables of two rows and two columns. */
  public GTest with(Continuity option) {
    return new GTest(option);
  }

  @Override
  public String name() {
    return switch (continuity) {
      case CORRECTED -> "G test (2 x 2 with Yates' correction)";
      case NONE -> "G test";
    };
  }

  @Override
  public Significance test(long[][] counts) {
    ContingencyTable table = ContingencyTable.of(counts);
    double half = table.sum(continuity, GTest::deviance);
    return ChiSquare.significance(2 * half, table.degreesOfFreedom());
  }

  private static double deviance(double expected, double difference) {
    double observed = Math.max(0, expected + difference);
    return Saddlepoint.deviance(observed, expected, difference);
  }
}
