package dev.canary.baseline;

import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tells whether the answers to the cases depend on what was asked before them, from captures in
 * random orders.
 *
 * <p>Of each case and output the coordinate that moves most over the captures is followed, v[c],
 * scaled to spread 1. Two statistics:
 *
 * <pre>
 * near    = sum over pairs of captures in which the case follows the same case
 *           of  mean |v[a] - v[b]| over all pairs - |v[a] - v[b]|
 * growing = sum over neighbouring captures of |v[c+1] - v[c]| x (place[c+1] - place[c])
 * </pre>
 *
 * <p>The first is large when answers repeat after the same case (what the last request left
 * behind), the second when they move by the number of requests between them (a counter, a sum).
 *
 * <p>Null hypothesis: the answers do not depend on the order. As the orders were drawn at random,
 * whatever else moves the answers (noise of any law, replicas, a trend from capture to capture),
 * drawing other orders for the same answers gives each statistic its exact law (a randomisation
 * test). There is a trace when none of {@value #DRAWS} drawings reaches one of the two, which has a
 * probability of at most 0.002 under the null hypothesis.
 */
public final class OrderTrace {
  private static final int DRAWS = 999;

  private final int cases;
  private final int captures;
  private final List<Column> columns;

  /** What is followed of one case: one number a capture, and their mean distance. */
  private record Column(int position, List<Double> values, double meanDistance) {
    double distance(int a, int b) {
      return Math.abs(values.get(a) - values.get(b));
    }
  }

  /** Where each case stood in one order, and which came before it; -1 before the first. */
  private record Places(List<Integer> place, List<Integer> before) {
    static Places of(Order order) {
      List<Integer> positions = order.positions();
      Integer[] place = new Integer[positions.size()];
      Integer[] before = new Integer[positions.size()];
      for (int i = 0; i < place.length; i++) {
        place[positions.get(i)] = i;
        before[positions.get(i)] = i == 0 ? -1 : positions.get(i - 1);
      }
      return new Places(List.of(place), List.of(before));
    }
  }

  private record Statistics(double near, double growing) {}

  private OrderTrace(int cases, int captures, List<Column> columns) {
    this.cases = cases;
    this.captures = captures;
    this.columns = columns;
  }

  /**
   * True when the answers bear a trace of the order in which the cases were sent.
   *
   * @param captures the i-th in the order {@code Order.shuffled(cases, seed + i)}
   */
  public static boolean isIn(Suite suite, List<Capture> captures, long seed) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < suite.cases().size(); i++) {
      for (List<Tensor> answers : answers(suite, captures, i)) {
        follow(i, answers, columns);
      }
    }
    return !columns.isEmpty()
        && new OrderTrace(suite.cases().size(), captures.size(), columns).isThere(seed);
  }

  /** The answers of each output that is compared and that every capture has. */
  private static List<List<Tensor>> answers(Suite suite, List<Capture> captures, int position) {
    Map<String, List<Tensor>> answers = new LinkedHashMap<>();
    for (Capture capture : captures) {
      if (capture.run().observations().get(position) instanceof Observation.Answered answered) {
        answered
            .output()
            .tensors()
            .forEach((name, t) -> answers.computeIfAbsent(name, n -> new ArrayList<>()).add(t));
      }
    }
    answers.keySet().removeIf(name -> suite.specOf(name).isEmpty());
    answers.values().removeIf(given -> given.size() < captures.size());
    return List.copyOf(answers.values());
  }

  private static void follow(int position, List<Tensor> answers, List<Column> columns) {
    double[] followed = {};
    double widest = 0;
    int size = answers.stream().mapToInt(Tensor::size).min().orElse(0);
    for (int i = 0; i < size; i++) {
      double[] values = values(answers, i);
      double spread = Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
      // Not so where one is NaN or infinite.
      if (spread > widest && spread <= Double.MAX_VALUE) {
        followed = values;
        widest = spread;
      }
    }
    if (widest > 0) {
      double scale = widest;
      List<Double> scaled = Arrays.stream(followed).map(value -> value / scale).boxed().toList();
      columns.add(new Column(position, scaled, meanDistance(scaled)));
    }
  }

  /** One coordinate in every capture; of texts, whether it is the first capture's. */
  private static double[] values(List<Tensor> answers, int index) {
    return answers.stream()
        .mapToDouble(
            answer ->
                answer.texts().isEmpty()
                    ? answer.doubleAt(index)
                    : answer.texts().get(index).equals(answers.get(0).texts().get(index)) ? 0 : 1)
        .toArray();
  }

  private static double meanDistance(List<Double> values) {
    double sum = 0;
    for (int a = 0; a < values.size(); a++) {
      for (int b = 0; b < a; b++) {
        sum += Math.abs(values.get(a) - values.get(b));
      }
    }
    return sum / (values.size() * (values.size() - 1) / 2.0);
  }

  private boolean isThere(long seed) {
    Statistics seen = statistics(seed);
    boolean near = true;
    boolean growing = true;
    for (int draw = 1; draw <= DRAWS && (near || growing); draw++) {
      Statistics drawn = statistics(seed + (long) draw * captures);
      near &= drawn.near() < seen.near();
      growing &= drawn.growing() < seen.growing();
    }
    return near || growing;
  }

  private Statistics statistics(long seed) {
    List<Places> orders =
        IntStream.range(0, captures)
            .mapToObj(capture -> Places.of(Order.shuffled(cases, seed + capture)))
            .toList();
    double near = 0;
    double growing = 0;
    for (Column column : columns) {
      near += near(column, orders);
      growing += growing(column, orders);
    }
    return new Statistics(near, growing);
  }

  private static double near(Column column, List<Places> orders) {
    double near = 0;
    for (int a = 0; a < orders.size(); a++) {
      int before = orders.get(a).before().get(column.position());
      for (int b = 0; b < a && before >= 0; b++) {
        if (orders.get(b).before().get(column.position()) == before) {
          near += column.meanDistance() - column.distance(a, b);
        }
      }
    }
    return near;
  }

  private static double growing(Column column, List<Places> orders) {
    double growing = 0;
    for (int c = 1; c < orders.size(); c++) {
      int now = orders.get(c).place().get(column.position());
      int further = now - orders.get(c - 1).place().get(column.position());
      growing += further * column.distance(c, c - 1);
    }
    return growing;
  }
}
