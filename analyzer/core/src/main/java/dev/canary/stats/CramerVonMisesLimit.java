package dev.canary.stats;

/**
 * The distribution of the Cramer-von Mises statistic for large samples, that of the sum of
 * Z<sub>k</sub><sup>2</sup> / (k pi)<sup>2</sup> over k = 1, 2, ..., by its upper tail:
 *
 * <pre>
 * P(W &gt; w) = 2 / pi sum over k of (-1)^(k+1) integral over t from (2k-1) pi to 2k pi
 *              of exp(-w t^2 / 2) / sqrt(-t sin t) dt
 * </pre>
 *
 * <p>The integrands are singular like inverse square roots at both ends, which the substitution t =
 * (2k - 1/2) pi - (pi/2) cos u takes away; the midpoint rule then converges faster than any power.
 * The factor exp(-w pi^2 / 2) stays outside, so that the logarithm is right however large w is.
 *
 * <p>Source: Smirnov, "Sur la distribution de omega^2", Comptes rendus 202 (1936), in the form of
 * Anderson and Darling, Annals of Mathematical Statistics 23 (1952).
 */
final class CramerVonMisesLimit {

  /** Below, the tail is 1 to more than twenty digits. */
  private static final double SURE = 0.003;

  private CramerVonMisesLimit() {}

  /** Returns the logarithm of P(W &gt; w), to about 1e-13. */
  static double logSurvival(double w) {
    if (w < SURE) {
      return 0;
    }
    double sum = 0;
    double lowest = Math.PI;
    for (int k = 1; w * (lowest * lowest - Math.PI * Math.PI) < 90; k++) {
      sum += k % 2 == 1 ? integral(w, lowest) : -integral(w, lowest);
      lowest += 2 * Math.PI;
    }
    return Math.min(0, Math.log(2 / Math.PI * sum) - w * Math.PI * Math.PI / 2);
  }

  /** The integral from an odd multiple of pi to the next even one, divided by the factor. */
  private static double integral(double w, double lowest) {
    int nodes = 64 + (int) (20 * Math.sqrt(w));
    double sum = 0;
    for (int i = 0; i < nodes; i++) {
      double u = Math.PI * (i + 0.5) / nodes;
      double sine = Math.sin(u / 2);
      double above = Math.PI * sine * sine;
      double t = lowest + above;
      double exponent = (lowest - Math.PI + above) * (lowest + Math.PI + above) / 2;
      sum += Math.exp(-w * exponent) * Math.sin(u) / Math.sqrt(t * Math.sin(above));
    }
    return sum * Math.PI / 2 * Math.PI / nodes;
  }
}
