package dev.canary.stats;

/** A sum of positive terms that are known by their logarithms. */
final class LogSum {

  private double largest = Double.NEGATIVE_INFINITY;

  /** The sum, divided by its largest term. */
  private double sum;

  void add(double log) {
    if (log > largest) {
      sum = sum * Math.exp(largest - log) + 1;
      largest = log;
    } else if (log > Double.NEGATIVE_INFINITY) {
      sum += Math.exp(log - largest);
    }
  }

  /** Returns the logarithm of the sum; minus infinity where nothing was added. */
  double log() {
    return largest + Math.log(sum);
  }
}
