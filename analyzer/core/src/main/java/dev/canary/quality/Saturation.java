package dev.canary.quality;

import dev.canary.quality.Advice.Kind;
import dev.canary.quality.Advice.Named;
import dev.canary.suite.OutputKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cases whose probabilities cannot show a change inside the model.
 *
 * <p>With r the probability of all classes but the best together, a change of delta in the logit of
 * the best class against the others moves it beyond class c when
 *
 * <pre>
 * delta &gt; log((r + c) / r x (1 - r) / (1 - r - c))       about log(1 + c / r)
 * </pre>
 *
 * <p>and by no change at all when 1 - r &lt;= c. A row counts as saturated when r &lt;= c: its
 * logits must move by log 2 = 0.69 or more before anything is seen, where other rows show movements
 * of c. A case is saturated when all its rows in all its outputs are.
 */
final class Saturation {
  private Saturation() {}

  static List<Advice> advice(List<Trusted> all, int cases) {
    Map<Integer, List<Trusted>> byCase =
        all.stream()
            .collect(Collectors.groupingBy(Trusted::position, TreeMap::new, Collectors.toList()));
    List<Trusted> saturated =
        byCase.values().stream()
            .filter(outputs -> outputs.stream().allMatch(Saturation::isSaturated))
            .map(outputs -> outputs.get(0))
            .toList();
    if (saturated.isEmpty()) {
      return List.of();
    }
    List<Named> named =
        saturated.stream()
            .map(trusted -> Named.with(trusted.id(), Map.of("logit", needed(trusted))))
            .toList();
    return List.of(
        new Advice(
            Kind.SATURATED,
            "%d of %d cases are saturated: all classes but one together are no more likely than their precision class, so that a logit must move by 0.69 or more before it shows"
                .formatted(saturated.size(), cases),
            "serve logits in place of probabilities, or choose inputs of which the model is less sure",
            named));
  }

  static boolean isSaturated(Trusted trusted) {
    return trusted.spec().kind() == OutputKind.PROBABILITIES
        && rests(trusted).allMatch(rest -> rest <= trusted.ruler().tolerance());
  }

  /** The smallest movement of a logit that any row shows. */
  private static double needed(Trusted trusted) {
    double c = trusted.ruler().tolerance();
    return rests(trusted)
        .map(rest -> Math.log((rest + c) / rest * (1 - rest) / Math.max(1 - rest - c, 0)))
        .min(Double::compare)
        .orElseThrow();
  }

  /** Per row, the probability of all classes but the best. */
  private static Stream<Double> rests(Trusted trusted) {
    return trusted.rows().stream().map(Saturation::rest);
  }

  private static double rest(double[] row) {
    if (row.length == 1) {
      return Math.min(row[0], 1 - row[0]);
    }
    double best = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double p : row) {
      sum += Math.min(p, best == Double.NEGATIVE_INFINITY ? 0 : best);
      best = Math.max(best, p);
    }
    return sum;
  }
}
