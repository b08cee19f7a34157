package dev.canary.stats;

import java.util.Arrays;

/** Two histograms over the same bins, each divided by its sum. */
final class Proportions {

  private final double[] reference;
  private final double[] current;

  private Proportions(double[] reference, double[] current) {
    this.reference = reference;
    this.current = current;
  }

  static Proportions of(double[] reference, double[] current) {
    Samples.requireSameLength(reference, "reference", current, "current");
    return new Proportions(divided(reference, "reference"), divided(current, "current"));
  }

  /** Raises every proportion to at least the floor; the sums may then exceed 1. */
  Proportions raisedTo(double floor) {
    return new Proportions(raised(reference, floor), raised(current, floor));
  }

  /**
   * Gives the bins that are filled now and were empty in the reference equal parts of a weight, at
   * the cost of the others; without such a bin nothing changes.
   */
  Proportions holdingOut(double weight) {
    int unseen = 0;
    for (int i = 0; i < reference.length; i++) {
      if (isUnseen(i)) {
        unseen++;
      }
    }
    if (unseen == 0) {
      return this;
    }
    double part = weight / unseen;
    double[] smoothed = new double[reference.length];
    Arrays.setAll(smoothed, i -> isUnseen(i) ? part : reference[i] * (1 - weight));
    return new Proportions(smoothed, current);
  }

  private boolean isUnseen(int bin) {
    return reference[bin] == 0 && current[bin] > 0;
  }

  /** The largest term over all bins; at least 0. */
  double max(Term term) {
    double max = 0;
    for (int i = 0; i < reference.length; i++) {
      max = Math.max(max, term.of(reference[i], current[i]));
    }
    return max;
  }

  /** Adds a term up over all bins; terms are not negative or cancel to what is not. */
  double sum(Term term) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      sum += term.of(reference[i], current[i]);
    }
    return Math.max(0, sum);
  }

  /** What one bin adds to a distance. */
  @FunctionalInterface
  interface Term {
    double of(double p, double q);
  }

  /** ln(p / q) for positive p and q, without loss where they are close. */
  static double logRatio(double p, double q) {
    if (Math.abs(p - q) < q / 2) {
      return Math.log1p((p - q) / q);
    }
    return Math.log(p) - Math.log(q);
  }

  private static double[] divided(double[] weights, String name) {
    Samples.requireWeights(weights, name);
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    Samples.requireFinite(sum, "the sum of " + name);
    double total = sum;
    return Arrays.stream(weights).map(weight -> weight / total).toArray();
  }

  private static double[] raised(double[] proportions, double floor) {
    return Arrays.stream(proportions).map(p -> Math.max(p, floor)).toArray();
  }
}
