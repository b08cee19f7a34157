package dev.canary.stats;

/** A sum of terms, with the rounding errors carried along (Neumaier 1974). */
final class CompensatedSum {

  private double sum;
  private double error;

  void add(double term) {
    double next = sum + term;
    error += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }

  /** Returns the sum; the largest double stands for anything beyond it. */
  double value() {
    double value = sum + error;
    return Double.isFinite(value) ? value : Double.MAX_VALUE;
  }
}
