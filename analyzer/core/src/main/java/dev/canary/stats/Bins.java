package dev.canary.stats;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Bins that are laid out once, over a reference sample, and stay as they are.
 *
 * <p>k edges make k + 1 bins. A bin holds its lower edge and not its upper one; the first has no
 * lower and the last no upper end, so every finite value, also one never seen in the reference, has
 * its bin.
 *
 * @param rule how the edges were chosen
 * @param edges at least one, finite, strictly increasing, in the unit of the values
 */
public record Bins(Rule rule, List<Double> edges) {

  /** How edges are chosen. */
  public enum Rule {
    /** At the quantiles of the reference, so that each bin holds about the same share of it. */
    QUANTILE,
    /** At equal distances between the smallest and the largest value of the reference. */
    EQUAL_WIDTH,
    /** By the caller. */
    GIVEN
  }

  /**
   * Checks the edges.
   *
   * @throws IllegalArgumentException if there is no edge, if one is not finite, or if they do not
   *     increase
   */
  public Bins {
    if (edges.isEmpty()) {
      throw new IllegalArgumentException("edges is empty: bins need at least one edge");
    }
    edges = edges.stream().map(edge -> edge + 0.0).toList();
    for (int i = 0; i < edges.size(); i++) {
      Samples.requireFinite(edges.get(i), "edges[" + i + "]");
      if (i > 0 && edges.get(i - 1) >= edges.get(i)) {
        throw new IllegalArgumentException(
            "edges[" + i + "] is " + edges.get(i) + ": edges must increase strictly");
      }
    }
  }

  /**
   * Lays out bins at the quantiles 1/count, 2/count, ... of a reference ({@link Quantiles}).
   *
   * <p>A value that fills a whole step between two quantiles gets a bin of its own, and quantiles
   * that coincide are one edge: so the number of bins may differ from {@code count}. A constant
   * reference gives three bins: below, equal, above.
   *
   * @throws IllegalArgumentException if count is less than 2, or if the reference is empty or holds
   *     NaN or an infinity
   */
  public static Bins quantile(double[] reference, int count) {
    double[] sorted = checked(reference, count);
    TreeSet<Double> cuts = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      double cut = Quantiles.ofSorted(sorted, i / (double) count);
      if (!cuts.add(cut)) {
        addSingle(cuts, cut);
      }
    }
    return finished(Rule.QUANTILE, sorted, cuts);
  }

  /**
   * Lays out bins of equal width between the smallest and the largest value of a reference.
   *
   * <p>A constant reference gives three bins: below, equal, above.
   *
   * @throws IllegalArgumentException if count is less than 2, or if the reference is empty or holds
   *     NaN or an infinity
   */
  public static Bins equalWidth(double[] reference, int count) {
    double[] sorted = checked(reference, count);
    TreeSet<Double> cuts = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      cuts.add(Quantiles.between(sorted[0], sorted[sorted.length - 1], i / (double) count));
    }
    return finished(Rule.EQUAL_WIDTH, sorted, cuts);
  }

  /**
   * Takes edges as they are given.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static Bins at(double... edges) {
    return new Bins(Rule.GIVEN, Arrays.stream(edges).boxed().toList());
  }

  /** The number of bins. */
  public int count() {
    return edges.size() + 1;
  }

  /**
   * Counts the values of a sample that fall into each bin.
   *
   * @return one whole number a bin
   * @throws IllegalArgumentException if the sample is empty or holds NaN or an infinity
   */
  public double[] counts(double[] sample) {
    Samples.requireSample(sample, "sample");
    double[] cuts = edges.stream().mapToDouble(Double::doubleValue).toArray();
    double[] counts = new double[count()];
    for (double value : sample) {
      int found = Arrays.binarySearch(cuts, value + 0.0);
      counts[found >= 0 ? found + 1 : -found - 1]++;
    }
    return counts;
  }

  /** The number and the rule of the bins, for the name of a distance. */
  public String name() {
    return switch (rule) {
      case QUANTILE -> count() + " quantile bins";
      case EQUAL_WIDTH -> count() + " bins of equal width";
      case GIVEN -> count() + " given bins";
    };
  }

  private static double[] checked(double[] reference, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("count is " + count + ": at least 2 bins are needed");
    }
    return Samples.sorted(reference, "reference");
  }

  private static Bins finished(Rule rule, double[] sorted, TreeSet<Double> cuts) {
    if (sorted[0] == sorted[sorted.length - 1]) {
      addSingle(cuts, sorted[0]);
    }
    return new Bins(rule, List.copyOf(cuts));
  }

  /**
   * Gives one value a bin of its own; above the largest double there is nothing to part it from.
   */
  private static void addSingle(TreeSet<Double> cuts, double value) {
    double next = Math.nextUp(value) + 0.0;
    if (Double.isFinite(next)) {
      cuts.add(next);
    }
  }
}
