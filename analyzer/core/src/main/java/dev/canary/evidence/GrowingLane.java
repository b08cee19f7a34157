package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import dev.canary.stats.KappaCalibrator;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Ranks each score among all earlier ones: a conformal test martingale whose reference grows.
 *
 * <pre>
 * p_t = (#{larger} + theta_t #{equal, itself included}) / t,   theta_t uniform on (0, 1)
 * e_t = kappa p_t^(kappa - 1),   kappa in {0.05, 0.2, 0.5}, one cell each
 * </pre>
 *
 * <p>The reference is a count by bin: 64 bins whose edges are fixed numbers, so that a score's bin
 * is a fixed map of it, and bins are as exchangeable as scores are. It starts with the held-out
 * captures. They may stand there because edges, centre and scale come from elsewhere: from
 * constants and from the first group of captures. Given these, held-out captures and healthy runs a
 * decorrelation time apart are scored by one function, in whatever order.
 *
 * <p>Null hypothesis: the sequence of captures and thinned runs is exchangeable, which is more than
 * the fixed-reference lanes ask for. Under it p_1, p_2, .. are independent and uniform (Vovk), so
 * that E[e_t | p_1 .. p_(t-1)] = 1. That holds given the earlier p-values of the same score, and
 * not given the captures or other lanes, whence each score of this lane is compared with the
 * threshold by itself. A slow drift is absorbed into the reference: never the only lane.
 *
 * <p>Source: Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2nd edition
 * (2022), chapter 8; the product's statistics, section 2.4.
 */
final class GrowingLane {

  static final double[] KAPPAS = {0.05, 0.2, 0.5};

  static final int BINS = 64;

  private static final KappaCalibrator[] CALIBRATORS = {
    KappaCalibrator.of(KAPPAS[0]), KappaCalibrator.of(KAPPAS[1]), KappaCalibrator.of(KAPPAS[2])
  };

  /** Bins to a factor of two, and the bin that begins at 1, the noise floor. */
  private static final int PER_OCTAVE = 8;

  private static final int OF_ONE = 17;

  /** Where bins 1 to 63 begin; bin 0 is all below. */
  private static final double[] EDGES = edges();

  private final Score[] scores;
  private final long seed;
  private final double logWeight;

  GrowingLane(Collection<Score> scores, long seed, double weight) {
    this.scores = scores.toArray(Score[]::new);
    this.seed = seed;
    this.logWeight = Math.log(weight / this.scores.length / KAPPAS.length);
  }

  /** Counts the held-out captures. */
  void start(double[] numbers, Iterable<SuiteScores> heldOut) {
    for (SuiteScores capture : heldOut) {
      for (Score score : scores) {
        numbers[counts(score) + bin(score, score.of(capture))]++;
      }
    }
  }

  void bet(double[] numbers, double[] values, double logDeposit, double nanos) {
    for (Score score : scores) {
      int cells = Slots.GROWING + score.index() * KAPPAS.length;
      double logP = Math.log(rank(numbers, score, values[score.index()]).p());
      for (int j = 0; j < KAPPAS.length; j++) {
        double logE = CALIBRATORS[j].logE(logP);
        Cells.bet(numbers, cells + j, logDeposit + logWeight, logE, nanos);
      }
      numbers[Slots.TOTAL_GROWING + score.index()] =
          LogSum.of(numbers, cells, cells + KAPPAS.length);
    }
  }

  /** The ranks that a run's scores would have, if it were the next to bet. */
  List<GrowingRank> ranks(EvidenceState before, SuiteScores run) {
    double[] numbers = before.toNumbers();
    return Arrays.stream(scores).map(score -> rank(numbers, score, score.of(run))).toList();
  }

  /** The rank of a score, which from now on belongs to the reference. */
  GrowingRank rank(double[] numbers, Score score, double value) {
    int counts = counts(score);
    int own = bin(score, value);
    numbers[counts + own]++;
    double larger = 0;
    for (int i = BINS - 1; i > own; i--) {
      larger += numbers[counts + i];
    }
    double all = larger;
    for (int i = own; i >= 0; i--) {
      all += numbers[counts + i];
    }
    double theta = theta(score, numbers[Slots.THINNED_BETS]);
    return new GrowingRank(score, larger, numbers[counts + own], all, theta);
  }

  /** In (0, 1), a function of seed, bet and score (SplitMix64). */
  private double theta(Score score, double bet) {
    long z = seed + 0x9e3779b97f4a7c15L * (1 + Slots.SCORES * (long) bet + score.index());
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    return ((z >>> 11) + 0.5) * 0x1.0p-53;
  }

  static int bin(Score score, double value) {
    return switch (score) {
      case MAX, RMS -> bin(value);
      case LABELS -> (int) Math.min(value, BINS - 1);
    };
  }

  private static int bin(double value) {
    int low = 0;
    int high = EDGES.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (value >= EDGES[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int counts(Score score) {
    return Slots.COUNTS + score.index() * BINS;
  }

  private static double[] edges() {
    double[] edges = new double[BINS - 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = Math.pow(2, (i + 1 - OF_ONE) / (double) PER_OCTAVE);
    }
    return edges;
  }
}
