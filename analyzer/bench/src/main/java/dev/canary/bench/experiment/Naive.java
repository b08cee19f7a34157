package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Rule.Watch;
import dev.canary.evidence.ShiryaevRoberts;
import dev.canary.stats.ToleranceBound;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rules that people use, each by the ascending scores of the captures. */
final class Naive {
  private static final double LOG_PERIOD = Math.log(Settings.PERIOD);
  private static final double DELTA = 0.001;
  private static final double[] BETS = {0.2, 0.5, 0.9, 0.99};

  private Naive() {}

  static Watch fixedThreshold(double[] sorted) {
    double threshold = mean(sorted) + 3 * deviation(sorted);
    return scores -> scores.max() > threshold;
  }

  /** So many consecutive runs with p = (1 + #{captures >= now}) / (R + 1) of at most alpha. */
  static Watch consecutive(double[] sorted, double alpha, int runs) {
    int most = (int) Math.floor(alpha * (sorted.length + 1)) - 1;
    double limit = most < 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - 1 - most];
    int[] row = new int[1];
    return scores -> {
      row[0] = scores.max() > limit ? row[0] + 1 : 0;
      if (row[0] < runs) {
        return false;
      }
      row[0] = 0;
      return true;
    };
  }

  /**
   * W &lt;- max(0, W + z - 1/2), z = (score - mean) / deviation, for a rise by one deviation. Were
   * scores Gaussian and mean and deviation exact, there would be one alert in the period
   * (Siegmund's approximation).
   */
  static Watch cusum(double[] sorted) {
    double mean = mean(sorted);
    double deviation = deviation(sorted);
    double limit = cusumLimit();
    double[] w = new double[1];
    return scores -> {
      w[0] = Math.max(0, w[0] + (scores.max() - mean) / deviation - 0.5);
      if (w[0] < limit) {
        return false;
      }
      w[0] = 0;
      return true;
    };
  }

  /** h with 2 (exp(b) - b - 1) = period, b = h + 1.166. Siegmund, "Sequential Analysis" (1985). */
  private static double cusumLimit() {
    double b = 1;
    for (int i = 0; i < 100; i++) {
      b = Math.log(Settings.PERIOD / 2.0 + b + 1);
    }
    return b - 1.166;
  }

  /**
   * e = p^(-1/2), normalised to a mean of 1 over the R + 1 ranks, into an e-Shiryaev-Roberts whose
   * threshold is the period.
   */
  static Watch conformal(double[] sorted) {
    int captures = sorted.length;
    double[] logE =
        IntStream.rangeClosed(1, captures + 1).mapToDouble(rank -> -Math.log(rank) / 2).toArray();
    double logMean = Math.log(Arrays.stream(logE).map(Math::exp).average().orElseThrow());
    ShiryaevRoberts[] m = {ShiryaevRoberts.START};
    return scores -> {
      int above = captures - below(sorted, scores.max());
      m[0] = m[0].step(0, logE[above] - logMean);
      if (!m[0].alerts(LOG_PERIOD)) {
        return false;
      }
      m[0] = ShiryaevRoberts.START;
      return true;
    };
  }

  /** How many are smaller. */
  private static int below(double[] sorted, double score) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  static Watch withoutMargin(double[] sorted) {
    double limit = sorted[sorted.length - 1];
    double q = ToleranceBound.of(sorted.length, 1, DELTA);
    double[] paying = Arrays.stream(BETS).filter(pi -> pi > q).toArray();
    double[] m = new double[paying.length];
    return scores -> {
      double sum = 0;
      for (int i = 0; i < m.length; i++) {
        double e = scores.max() > limit ? paying[i] / q : (1 - paying[i]) / (1 - q);
        m[i] = (m[i] + 1.0 / m.length) * e;
        sum += m[i];
      }
      if (sum < Settings.PERIOD) {
        return false;
      }
      Arrays.fill(m, 0);
      return true;
    };
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
