package dev.canary.stats;

/**
 * The contrast of the kernel exp(-rate |u - v|^2).
 *
 * @param rate one over twice the squared bandwidth
 */
record GaussianContrast(double rate) implements PairContrast {

  /** Starts from the largest of the four kernels, so that nothing overflows or cancels. */
  @Override
  public double of(PairGeometry pairs) {
    double inner = 2 * rate * pairs.inner();
    double same = rate * (pairs.bd() - pairs.ac());
    double cross = rate * (pairs.bc() - pairs.ad());
    double toD = rate * pairs.adLessAc();
    double toC = -rate * pairs.bdLessBc();
    double fromB = rate * pairs.bcLessAc();
    double fromA = -rate * pairs.bdLessAd();
    if (Math.min(pairs.ac(), pairs.bd()) <= Math.min(pairs.ad(), pairs.bc())) {
      return same >= 0
          ? Math.exp(-rate * pairs.ac()) * contrast(toD, fromB, same, inner)
          : Math.exp(-rate * pairs.bd()) * contrast(fromA, toC, -same, inner);
    }
    return cross >= 0
        ? -Math.exp(-rate * pairs.ad()) * contrast(-toD, -fromA, cross, -inner)
        : -Math.exp(-rate * pairs.bc()) * contrast(-fromB, -toC, -cross, -inner);
  }

  @Override
  public double scale(PairGeometry pairs) {
    return 4 * Math.min(1, rate * pairs.movements());
  }

  /**
   * Returns 1 - exp(-s) - exp(-t) + exp(-r) to all its digits, where r = s + t - w is given beside
   * w because the sum would lose its digits if s and t are large. None of s, t and r is below 0,
   * except by rounding.
   */
  private static double contrast(double s, double t, double r, double w) {
    double first = Math.max(0, s);
    double second = Math.max(0, t);
    double product = Math.expm1(-first) * Math.expm1(-second);
    return w > 0
        ? product - Math.exp(-Math.max(0, r)) * Math.expm1(-w)
        : product + Math.exp(-first - second) * Math.expm1(w);
  }
}
