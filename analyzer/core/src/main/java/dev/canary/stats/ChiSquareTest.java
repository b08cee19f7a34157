package dev.canary.stats;

/**
 * Pearson's chi-square test of a table of counts: are the categories in the same proportions in
 * every row?
 *
 * <p>Null hypothesis: rows and columns are independent. With O the count in a cell and E = row sum
 * x column sum / total the expected one, the statistic, which has no unit, and its p-value are
 *
 * <pre>
 * X2 = sum (O - E)^2 / E       p = P(chi-square with (r - 1) (c - 1) degrees of freedom &gt;= X2)
 * </pre>
 *
 * <p>Guarantee: in the limit of large counts; the usual advice is that no E be below 5. Both rows
 * are taken as samples, unlike in the one-sample form, which takes one of them for the truth and
 * finds too small p-values. For two rows and two columns the differences are by default made
 * smaller by one half, but not turned (Yates, 1934), as in SciPy and R, which keeps the error below
 * the level for small counts; {@link Continuity#NONE} leaves that out.
 *
 * <p>Rules: rows and columns without any count are left out, which SciPy refuses to do; if fewer
 * than two of either are left, X2 = 0 and p = 1. Rows in the same proportions give 0 and 1. The
 * order of rows and columns, and swapping rows with columns, plays no part.
 *
 * <p>Shapes and units: any number of rows and columns from two, counts that add up to at most 2^53.
 *
 * <p>Source: Pearson, Philosophical Magazine 50 (1900); Yates, "Contingency tables involving small
 * numbers and the chi-square test", Supplement to the Journal of the Royal Statistical Society 1
 * (1934).
 */
public final class ChiSquareTest implements TableTest {

  private static final ChiSquareTest DEFAULTS = new ChiSquareTest(Continuity.CORRECTED);

  private final Continuity continuity;

  private ChiSquareTest(Continuity continuity) {
    this.continuity = continuity;
  }

  /** Returns the test that corrects tables of two rows and two columns. */
  public static ChiSquareTest withDefaults() {
    return DEFAULTS;
  }

  /** Returns this test with or without the correction of tables of two rows and two columns. */
  public ChiSquareTest with(Continuity option) {
    return new ChiSquareTest(option);
  }

  @Override
  public String name() {
    return switch (continuity) {
      case CORRECTED -> "chi-square test (2 x 2 with Yates' correction)";
      case NONE -> "chi-square test";
    };
  }

  @Override
  public Significance test(long[][] counts) {
    ContingencyTable table = ContingencyTable.of(counts);
    double statistic =
        table.sum(continuity, (expected, difference) -> difference / expected * difference);
    return ChiSquare.significance(statistic, table.degreesOfFreedom());
  }
}
