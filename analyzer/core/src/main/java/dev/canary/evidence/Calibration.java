package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import dev.canary.stats.Autocorrelation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What evidence is measured by: the scores of the R held-out captures, and how long their noise
 * remembers itself.
 *
 * <p>Decorrelation time of captures that were spread, with their mean distance D in time and the
 * largest lag-1 autocorrelation phi over the scores in use, taken in the order of time:
 *
 * <pre>
 * D x max(1, ln 0.05 / ln phi),   D where phi &lt;= 0.05
 * </pre>
 *
 * <p>after which an AR(1) process is correlated by 0.05 at most. Captures within less than {@link
 * #BURST}, two at one instant, or instants nobody knows, are a {@link Decorrelation.Burst}.
 *
 * <p>Assumption behind all that is built on it: captures and healthy runs exceed with the same
 * chance, given the past. Captures that were spread over the decorrelation time and over every
 * replica make it true; captures in one burst do not, and a healthy change of hours, such as a
 * second replica's, then costs more than the budget. Source: the product's statistics, sections 2.4
 * and 3.
 */
public final class Calibration {

  /** Captures that span less than this say nothing of the hours after them. */
  public static final Duration BURST = Duration.ofHours(1);

  /** The lag-1 autocorrelation above which captures are worth a warning. */
  public static final double WARN_LAG1 = 0.3;

  private static final double FORGOTTEN = 0.05;

  private final Set<Score> scores;
  private final List<SuiteScores> heldOut;
  private final Map<Score, double[]> sorted = new EnumMap<>(Score.class);
  private final double lag1;
  private final Decorrelation decorrelation;

  private Calibration(
      Set<Score> scores, List<SuiteScores> heldOut, double lag1, Decorrelation decorrelation) {
    this.scores = scores;
    this.heldOut = heldOut;
    this.lag1 = lag1;
    this.decorrelation = decorrelation;
    for (Score score : scores) {
      double[] values = values(score, heldOut);
      Arrays.sort(values);
      sorted.put(score, values);
    }
  }

  /**
   * A calibration by captures whose order in time is that of the list, and no instant of which is
   * known.
   *
   * @param scores those in use; at least one
   * @param heldOut may be empty: then nothing will ever be evidence
   * @throws IllegalArgumentException if no score is in use, or one is negative or not finite
   */
  public static Calibration of(Set<Score> scores, List<SuiteScores> heldOut) {
    Set<Score> used = used(scores);
    check(used, heldOut);
    return new Calibration(
        used, List.copyOf(heldOut), lag1(used, heldOut), new Decorrelation.Burst());
  }

  /**
   * A calibration by captures taken at these instants.
   *
   * @param takenAt one instant a capture, in the order of the captures
   * @throws IllegalArgumentException if no score is in use, one is negative or not finite, or there
   *     are not as many instants as captures
   */
  public static Calibration of(
      Set<Score> scores, List<SuiteScores> heldOut, List<Instant> takenAt) {
    if (takenAt.size() != heldOut.size()) {
      throw new IllegalArgumentException(
          "there are " + heldOut.size() + " captures and " + takenAt.size() + " instants");
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, heldOut.size()).boxed().toList());
    order.sort(Comparator.comparing(takenAt::get));
    Calibration inOrder = of(scores, order.stream().map(heldOut::get).toList());
    List<Instant> instants = order.stream().map(takenAt::get).toList();
    return inOrder.with(decorrelation(instants, inOrder.lag1));
  }

  /** The same captures with a decorrelation time that is known from elsewhere. */
  public Calibration with(Decorrelation known) {
    return new Calibration(scores, heldOut, lag1, known);
  }

  /** The scores in use. */
  public Set<Score> scores() {
    return scores;
  }

  /** R, the number of held-out captures. */
  public int captures() {
    return heldOut.size();
  }

  /** The held-out captures, in the order of time where it is known. */
  public List<SuiteScores> heldOut() {
    return heldOut;
  }

  /**
   * The captured values of a score in use, ascending.
   *
   * @throws IllegalArgumentException if the score is not in use
   */
  public double[] sorted(Score score) {
    double[] values = sorted.get(score);
    if (values == null) {
      throw new IllegalArgumentException(score + " is not in use, only " + scores + " are");
    }
    return values.clone();
  }

  /** The largest lag-1 autocorrelation over the scores in use; 0 without captures. */
  public double lag1() {
    return lag1;
  }

  /** True when neighbouring captures are so alike that they say less than their number. */
  public boolean isCorrelated() {
    return lag1 > WARN_LAG1;
  }

  /** How long the noise remembers itself. */
  public Decorrelation decorrelation() {
    return decorrelation;
  }

  private static Decorrelation decorrelation(List<Instant> ascending, double lag1) {
    int last = ascending.size() - 1;
    if (last < 1) {
      return new Decorrelation.Burst();
    }
    Duration span = Duration.between(ascending.get(0), ascending.get(last));
    boolean distinct = ascending.stream().distinct().count() == ascending.size();
    if (!distinct || span.compareTo(BURST) < 0) {
      return new Decorrelation.Burst();
    }
    double gaps = lag1 <= FORGOTTEN ? 1 : Math.max(1, Math.log(FORGOTTEN) / Math.log(lag1));
    double seconds = gaps * span.toMillis() / 1e3 / last;
    return new Decorrelation.Spread(Duration.ofMillis((long) Math.ceil(seconds * 1e3)));
  }

  private static double lag1(Set<Score> scores, List<SuiteScores> heldOut) {
    return heldOut.isEmpty()
        ? 0
        : scores.stream()
            .mapToDouble(score -> Autocorrelation.lag1(values(score, heldOut)))
            .max()
            .orElseThrow();
  }

  private static Set<Score> used(Set<Score> scores) {
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("scores is empty: evidence needs at least one");
    }
    return Collections.unmodifiableSet(EnumSet.copyOf(scores));
  }

  private static void check(Set<Score> scores, List<SuiteScores> heldOut) {
    for (int i = 0; i < heldOut.size(); i++) {
      for (Score score : scores) {
        double value = score.of(heldOut.get(i));
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "heldOut[%d] has %s %s: scores must be finite and not negative"
                  .formatted(i, score, value));
        }
      }
    }
  }

  private static double[] values(Score score, List<SuiteScores> heldOut) {
    return heldOut.stream().mapToDouble(score::of).toArray();
  }
}
