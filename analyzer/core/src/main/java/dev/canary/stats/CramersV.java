package dev.canary.stats;

import java.util.Arrays;

/**
 * Cramer's V with the bias corrected: how strongly the rows of a table differ in their proportions,
 * from 0, not at all, to 1.
 *
 * <pre>
 * phi2 = max(0, chi2 / n - (r - 1) (c - 1) / (n - 1))
 * r'   = r - (r - 1)^2 / (n - 1),  c' = c - (c - 1)^2 / (n - 1)
 * V    = sqrt(phi2 / min(r' - 1, c' - 1))
 * </pre>
 *
 * <p>with chi2 Pearson's statistic, n the sum of all counts, r rows and c columns; rows and columns
 * without any count are left out. It is an effect size and has no null hypothesis: the plain V
 * grows with the table and is never 0 by chance, the corrected one is about 0 where nothing
 * differs.
 *
 * <p>Rules: 0 where fewer than two rows or columns are left, or where n is so small that the
 * corrected table has none; at most 1. The order of rows and columns, and swapping rows with
 * columns, plays no part but for rounding.
 *
 * <p>Source: Bergsma, "A bias-correction for Cramer's V and Tschuprow's T", Journal of the Korean
 * Statistical Society 42 (2013).
 */
public final class CramersV {

  private static final CramersV DEFAULTS = new CramersV(Continuity.NONE);

  private final Continuity continuity;

  private CramersV(Continuity continuity) {
    this.continuity = continuity;
  }

  /** Returns the measure without Yates' correction. */
  public static CramersV withDefaults() {
    return DEFAULTS;
  }

  /** Returns this measure with or without Yates' correction, which is for two rows and columns. */
  public CramersV with(Continuity option) {
    return new CramersV(option);
  }

  /**
   * Measures a table of counts: rows are samples, columns are categories.
   *
   * @return V in [0, 1]
   * @throws IllegalArgumentException if there are fewer than two rows, if their lengths differ, if
   *     a count is negative or if nothing was counted
   */
  public double of(long[][] counts) {
    requireTable(counts);
    long[] rowSums = Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    long[] columnSums = new long[counts[0].length];
    for (long[] row : counts) {
      Arrays.setAll(columnSums, j -> columnSums[j] + row[j]);
    }
    double n = Arrays.stream(rowSums).sum();
    double rows = Arrays.stream(rowSums).filter(sum -> sum > 0).count() - 1.0;
    double columns = Arrays.stream(columnSums).filter(sum -> sum > 0).count() - 1.0;
    double room = Math.min(rows * (n - 1 - rows), columns * (n - 1 - columns)) / (n - 1);
    if (rows == 0 || columns == 0 || room <= 0) {
      return 0;
    }
    boolean yates = continuity == Continuity.CORRECTED && rows == 1 && columns == 1;
    double chiSquared = chiSquared(counts, rowSums, columnSums, yates ? .5 : 0);
    double phiSquared = Math.max(0, chiSquared / n - rows * columns / (n - 1));
    return Math.min(1, Math.sqrt(phiSquared / room));
  }

  /** Pearson's statistic, each count first moved towards its expectation by so much at most. */
  private static double chiSquared(
      long[][] counts, long[] rowSums, long[] columnSums, double move) {
    double n = Arrays.stream(rowSums).sum();
    double chiSquared = 0;
    for (int i = 0; i < rowSums.length; i++) {
      for (int j = 0; j < columnSums.length; j++) {
        double expected = rowSums[i] * (columnSums[j] / n);
        if (expected > 0) {
          double apart = Math.max(0, Math.abs(counts[i][j] - expected) - move);
          chiSquared += apart * apart / expected;
        }
      }
    }
    return chiSquared;
  }

  private static void requireTable(long[][] counts) {
    if (counts.length < 2) {
      throw new IllegalArgumentException(
          "counts has " + counts.length + " rows: two are needed at least");
    }
    boolean counted = false;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i].length != counts[0].length) {
        throw new IllegalArgumentException(
            "counts["
                + i
                + "] has "
                + counts[i].length
                + " values and counts[0] has "
                + counts[0].length);
      }
      for (int j = 0; j < counts[i].length; j++) {
        if (counts[i][j] < 0) {
          throw new IllegalArgumentException(
              "counts[" + i + "][" + j + "] is " + counts[i][j] + ": a count is not negative");
        }
        counted |= counts[i][j] > 0;
      }
    }
    if (!counted) {
      throw new IllegalArgumentException("counts holds no count");
    }
  }
}
