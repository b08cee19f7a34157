package dev.canary.stats;

import java.util.Arrays;

/**
 * Adjusts the p-values of many tests, so that one level holds for all of them together.
 *
 * <p>With the m p-values in ascending order p<sub>(1)</sub> ... p<sub>(m)</sub>, the adjusted value
 * of the i-th is
 *
 * <pre>
 * HOLM                 max over j &lt;= i of min(1, (m - j + 1) p(j))
 * BENJAMINI_HOCHBERG   min over j &gt;= i of min(1, m / j p(j))
 * BENJAMINI_YEKUTIELI  min over j &gt;= i of min(1, c m / j p(j))    c = 1 + 1/2 + ... + 1/m
 * </pre>
 *
 * <p>Guarantee, for valid p-values: rejecting what is adjusted to at most alpha keeps, with {@code
 * HOLM}, the probability of any false rejection at alpha under every dependence; with {@code
 * BENJAMINI_HOCHBERG} the expected share of false ones among the rejections, if the tests are
 * independent or positively dependent; with {@code BENJAMINI_YEKUTIELI} the same under every
 * dependence. Adjusted values are never below the given ones and keep their order; equal p-values
 * stay equal; the order in which they are given plays no part.
 *
 * <p>Sources: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
 * of Statistics 6 (1979); Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57
 * (1995); Benjamini and Yekutieli, "The control of the false discovery rate in multiple testing
 * under dependency", Annals of Statistics 29 (2001). The numbers are those of {@code p.adjust} of
 * R.
 */
public enum PValueAdjustment {
  /** The probability of any false rejection, under every dependence. */
  HOLM {
    @Override
    void adjustSorted(double[] p) {
      double most = 0;
      for (int i = 0; i < p.length; i++) {
        most = Math.max(most, (p.length - i) * p[i]);
        p[i] = PValues.reportable(most);
      }
    }
  },
  /** The share of false rejections, for independent or positively dependent tests. */
  BENJAMINI_HOCHBERG {
    @Override
    void adjustSorted(double[] p) {
      stepUp(p, p.length);
    }
  },
  /** The share of false rejections, under every dependence. */
  BENJAMINI_YEKUTIELI {
    @Override
    void adjustSorted(double[] p) {
      double harmonic = 0;
      for (int i = p.length; i > 0; i--) {
        harmonic += 1.0 / i;
      }
      stepUp(p, harmonic * p.length);
    }
  };

  /**
   * Returns the adjusted p-values, in the order in which the p-values are given.
   *
   * @throws IllegalArgumentException if there is no p-value or one is NaN or outside [0, 1]; a 0
   *     from elsewhere is taken for the smallest double
   */
  public double[] adjust(double[] pValues) {
    requirePValues(pValues);
    double[] sorted = pValues.clone();
    Arrays.sort(sorted);
    double[] adjusted = sorted.clone();
    adjustSorted(adjusted);
    // Equal p-values have equal adjusted ones, so that any of their places will do.
    return Arrays.stream(pValues).map(p -> adjusted[Arrays.binarySearch(sorted, p)]).toArray();
  }

  /** Replaces ascending p-values by the adjusted ones. */
  abstract void adjustSorted(double[] p);

  private static void stepUp(double[] p, double factor) {
    double least = 1;
    for (int i = p.length - 1; i >= 0; i--) {
      least = Math.min(least, factor / (i + 1) * p[i]);
      p[i] = PValues.reportable(least);
    }
  }

  private static void requirePValues(double[] pValues) {
    if (pValues.length == 0) {
      throw new IllegalArgumentException("pValues is empty: one p-value is needed at least");
    }
    for (int i = 0; i < pValues.length; i++) {
      if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
        throw new IllegalArgumentException(
            "pValues[" + i + "] is " + pValues[i] + ": it must lie in [0, 1]");
      }
    }
  }
}
