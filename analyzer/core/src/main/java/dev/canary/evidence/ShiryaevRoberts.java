package dev.canary.evidence;

/**
 * The e-Shiryaev-Roberts statistic with deposits and reset, which turns e-values into alerts within
 * a budget.
 *
 * <pre>
 * M &lt;- (M + w_t) e_t,   M_0 = 0
 * alert when M &gt;= A, then M &lt;- 0
 * </pre>
 *
 * <p>kept as ln M &lt;- logaddexp(ln M, ln w_t) + ln e_t.
 *
 * <p>Null hypothesis: nothing has changed, by which E[e_t | past] &lt;= 1 for e_t &gt;= 0. The
 * deposit w_t is known before run t. Neither independence nor a model is assumed.
 *
 * <p>Guarantee, at any time and under any stopping rule: E[number of alerts] &lt;= sum of deposits
 * / A, and the same for P(at least one). Proof: let the bank hold the sum of M at all alerts so
 * far. Bank + M - sum of w is a supermartingale that starts at 0, since E[(M + w) e | past] &lt;= M
 * + w and an alert only moves M into the bank. As M &gt;= 0, E[bank] &lt;= E[sum of w], and each
 * alert adds at least A to the bank.
 *
 * <p>With w = 1 it is the classical e-detector, whose average run length to a false alert is at
 * least A. Source: Shin, Ramdas and Rinaldo, "E-detectors", NEJSDS 2 (2024), section 2; the
 * product's statistics, section 2.1.
 *
 * @param logM ln M; -infinity at the start and after an alert
 */
public record ShiryaevRoberts(double logM) {

  /**
   * How far below ln A an alert is raised: the rounding of a million sums must not delay it. It
   * costs a billionth of the budget.
   */
  static final double ROUNDING = 1e-9;

  /** M = 0. */
  public static final ShiryaevRoberts START = new ShiryaevRoberts(Double.NEGATIVE_INFINITY);

  /**
   * @throws IllegalArgumentException if ln M is NaN or +infinity
   */
  public ShiryaevRoberts {
    if (!(logM < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("logM is " + logM + ": it must be below infinity");
    }
  }

  /** M after a deposit w and an e-value, both as logarithms; before any alert. */
  public ShiryaevRoberts step(double logDeposit, double logE) {
    return new ShiryaevRoberts(LogSum.of(logM, logDeposit) + logE);
  }

  /** True when M has reached the threshold A, given as its logarithm. */
  public boolean alerts(double logThreshold) {
    return reaches(logM, logThreshold);
  }

  static boolean reaches(double logM, double logThreshold) {
    return logM >= logThreshold - ROUNDING;
  }
}
