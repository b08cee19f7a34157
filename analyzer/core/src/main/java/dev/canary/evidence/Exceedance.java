package dev.canary.evidence;

import dev.canary.stats.ToleranceBound;
import java.util.Arrays;

/**
 * A bet that a healthy run seldom scores above a limit taken from the captures.
 *
 * <pre>
 * limit = g x max(s_(R-k+1), floor)       the k-th largest captured score
 * x     = 1{score &gt; limit}
 * q     = BetaQuantile(1 - delta; k, R - k + 1)
 * e     = pi / q if x, else (1 - pi) / (1 - q),   pi in {0.2, 0.5, 0.9, 0.99}, those &gt; q
 * </pre>
 *
 * <p>Null hypothesis: captures and runs exceed with the same chance, given the past.
 *
 * <p>Guarantee: with a probability of at least 1 - delta over the captures, P(x = 1 | captures,
 * past) &lt;= q, and then E[e | captures, past] &lt;= 1, since e is the larger one when x = 1 and
 * has mean 1 at exactly q. Margin and floor only make x = 1 rarer.
 *
 * <p>A losing bet always loses. A score of zero is "no bet" in that it never wins: e = 1 there
 * instead of (1 - pi) / (1 - q) would lift the mean of e above 1, and the guarantee with it. For
 * the same reason each bet keeps its own M: they are mixed, never multiplied.
 *
 * <p>Source: the product's statistics, section 2.4; on why a conformal p-value may not be used
 * again and again in its place, arXiv 2602.13848.
 *
 * @param score which score
 * @param k which of the captured scores, counted from the largest, 1
 * @param margin g, at least 1
 * @param limit what a score must be above to win
 * @param q in (0, 1), the bound on how often a healthy score is
 */
public record Exceedance(Score score, int k, double margin, double limit, double q) {

  static final double[] BETS = {0.2, 0.5, 0.9, 0.99};

  static Exceedance of(Calibration calibration, Score score, int k, double margin, double delta) {
    double[] sorted = calibration.sorted(score);
    double limit = margin * Math.max(sorted[sorted.length - k], score.floor());
    return new Exceedance(score, k, margin, limit, ToleranceBound.of(sorted.length, k, delta));
  }

  /** The e-values of a run with this score: one for each of the bets pi that are above q. */
  public double[] eValues(double ofRun) {
    return Arrays.stream(BETS)
        .filter(pi -> pi > q)
        .map(pi -> ofRun > limit ? pi / q : (1 - pi) / (1 - q))
        .toArray();
  }

  /** How many of the bets pi are above q, so that winning pays. */
  public int bets() {
    return (int) Arrays.stream(BETS).filter(pi -> pi > q).count();
  }
}
