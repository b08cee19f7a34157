package dev.canary.check;

import dev.canary.baseline.Pair;
import dev.canary.stats.SpearmanCorrelation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Another model, or the same model moved? What the answers themselves tell, where nobody tells a
 * version.
 *
 * <p>Another model of the same task moves nearly every answer, by amounts that no map of the scores
 * explains, and is right about the labels all the same. A damaged model does one or the other: a
 * flipped bit leaves the scores in line with what they were; damage that is large enough to take
 * them out of line takes the labels with it. The measures, over the rows of one output:
 *
 * <ul>
 *   <li>moved: the share of rows beyond class and noise;
 *   <li>untouched: the share of columns with every bit as it was, of those that vary;
 *   <li>residual: per column now = a + b x before by least squares, and of all columns together the
 *       share of now's standard deviation that this leaves;
 *   <li>order: the mean over columns of Spearman's correlation across rows;
 *   <li>agreement: Cohen's kappa of the labels ("A coefficient of agreement for nominal scales",
 *       Educational and Psychological Measurement 20 (1960)); none where rows have no labels.
 * </ul>
 *
 * <p>The limits stand beside the constants; docs/decisions/2026-11-21-model-servers-in-core.md has
 * the confusion table on real models that they come from. A layer that is replaced as a whole and
 * keeps the labels is another model by this rule, and deserves to be.
 *
 * @param moved in [0, 1]
 * @param untouched in [0, 1]
 * @param residual in [0, 1]
 * @param order in [-1, 1]
 * @param agreement at most 1
 */
record Fingerprint(
    double moved, double untouched, double residual, double order, OptionalDouble agreement) {
  /** The fewest rows that tell two models apart. */
  static final int ENOUGH_ROWS = 20;

  private static final double NEARLY_ALL = 0.95;

  /** A change of precision to int8 leaves 0.06, a weight moved by half of itself 0.1. */
  private static final double OUT_OF_LINE = 0.13;

  /** Without labels, this tells that the answers are about the same task: shuffled rows give 0. */
  private static final double LEAST_ORDER = 0.3;

  /** An increasing map of the scores, which is no other model, gives 1. */
  private static final double MOST_ORDER = 0.985;

  /** Two models of one task reach 0.46 to 1, edge cases included; one without its weights 0. */
  private static final double LEAST_AGREEMENT = 0.35;

  /** The fingerprint of an output; empty with few rows, or where numbers are not finite. */
  static Optional<Fingerprint> of(Matrix matrix, List<Pair> pairs) {
    boolean finite =
        Stream.of(matrix.before(), matrix.now())
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .allMatch(Double::isFinite);
    if (matrix.rows() < ENOUGH_ROWS || !finite) {
      return Optional.empty();
    }
    double left = 0;
    double all = 0;
    double order = 0;
    int varying = 0;
    int untouched = 0;
    for (int c = 0; c < matrix.width(); c++) {
      double[] before = column(matrix.before(), c);
      double[] now = column(matrix.now(), c);
      double nn = product(now, now);
      double bb = product(before, before);
      double bn = product(before, now);
      all += nn;
      left += bb > 0 ? Math.max(0, nn - bn * bn / bb) : nn;
      if (nn > 0 && bb > 0) {
        order += SpearmanCorrelation.of(before, now);
        varying++;
        untouched += Arrays.equals(before, now) ? 1 : 0;
      }
    }
    return Optional.of(
        new Fingerprint(
            (double) matrix.movedRows() / matrix.rows(),
            varying > 0 ? (double) untouched / varying : 0,
            all > 0 ? Math.sqrt(left / all) : 0,
            varying > 0 ? order / varying : 0,
            kappa(pairs)));
  }

  /** True when another model is the better explanation. */
  boolean isOfAnotherModel() {
    return moved >= NEARLY_ALL
        && untouched <= 1 - NEARLY_ALL
        && residual >= OUT_OF_LINE
        && order <= MOST_ORDER
        && (agreement.isPresent()
            ? agreement.getAsDouble() >= LEAST_AGREEMENT
            : order >= LEAST_ORDER);
  }

  /** The measures in words. */
  String text() {
    String labels =
        agreement.isPresent()
            ? String.format(Locale.ROOT, ", kappa of the labels %.2g", agreement.getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "%.0f %% of the rows moved, %.0f %% of their spread is out of line, rank correlation %.2g%s",
        100 * moved,
        100 * residual,
        order,
        labels);
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  /** The sum of products of what is left of two columns without their means. */
  private static double product(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum;
  }

  private static OptionalDouble kappa(List<Pair> pairs) {
    Map<List<String>, Integer> before = new HashMap<>();
    Map<List<String>, Integer> now = new HashMap<>();
    int agree = 0;
    for (Pair pair : pairs) {
      before.merge(pair.before(), 1, Integer::sum);
      now.merge(pair.now(), 1, Integer::sum);
      agree += pair.labelDiffers() ? 0 : 1;
    }
    if (before.keySet().equals(Set.of(List.<String>of()))) {
      return OptionalDouble.empty();
    }
    double n = pairs.size();
    double chance = 0;
    for (Map.Entry<List<String>, Integer> label : before.entrySet()) {
      chance += label.getValue() / n * (now.getOrDefault(label.getKey(), 0) / n);
    }
    return OptionalDouble.of(chance == 1 ? 1 : (agree / n - chance) / (1 - chance));
  }
}
