package dev.canary.quality;

import dev.canary.baseline.Rows;
import dev.canary.quality.Advice.Kind;
import dev.canary.quality.Advice.Named;
import dev.canary.suite.OutputKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cases whose label can change while nothing is wrong.
 *
 * <p>The margin of a row is the distance of its best class from its second, or of a single score
 * from the middle at which its label changes, where scores are taken: log p1 - log p2 for
 * probabilities, l1 - l2 for logits. It is thin below {@value #TIMES} times the case's own noise,
 * the median deviation of its captures in the same units. A case that never moved has no noise; it
 * is tied when a movement inside its precision class, which another platform may cause, closes the
 * margin.
 *
 * <p>An answer of many rows always has some row near a boundary: it counts when more than one in a
 * hundred do.
 */
final class LabelMargins {
  private static final int TIMES = 10;
  private static final double FEW_ROWS = 0.01;

  private LabelMargins() {}

  static List<Advice> advice(List<Trusted> all, int cases) {
    List<Named> thin = new ArrayList<>();
    List<Named> tied = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Trusted trusted : all) {
      if (trusted.spec().kind().ranksClasses()) {
        Margin nearest = nearest(trusted);
        if (nearest.isThin() && told.add(trusted.id())) {
          thin.add(nearest.named(trusted.id(), "noise", nearest.noise()));
        } else if (nearest.isTied() && told.add(trusted.id())) {
          tied.add(nearest.named(trusted.id(), "class", nearest.ofClass()));
        }
      }
    }
    List<Advice> advice = new ArrayList<>();
    if (!thin.isEmpty()) {
      advice.add(
          new Advice(
              Kind.THIN_MARGIN,
              "%d of %d cases lie within %d times their own noise of another label"
                  .formatted(thin.size(), cases, TIMES),
              "their labels may change while nothing is wrong: move them away from the boundary, or capture more often, so that every label they give is known",
              thin));
    }
    if (!tied.isEmpty()) {
      advice.add(
          new Advice(
              Kind.TIED,
              "%d of %d cases have two best classes within their precision class"
                  .formatted(tied.size(), cases),
              "another platform may give the other label, which counts as no change: move them away from the boundary, or declare a tighter precision if the deployment keeps it",
              tied));
    }
    return advice;
  }

  /** The distance of a row from another label, and what may close it, in the same units. */
  private record Margin(double size, double noise, double ofClass) {
    boolean isThin() {
      return noise > 0 && size < TIMES * noise;
    }

    boolean isTied() {
      return size <= ofClass;
    }

    Named named(String id, String name, double closing) {
      return Named.with(id, Map.of("margin", size, name, closing));
    }
  }

  /** The margin of the row that only one in a hundred is nearer to a boundary than. */
  private static Margin nearest(Trusted trusted) {
    List<Margin> ascending =
        trusted.rows().stream()
            .map(row -> margin(trusted, row))
            .sorted((a, b) -> Double.compare(a.size(), b.size()))
            .toList();
    return ascending.get((int) (FEW_ROWS * ascending.size()));
  }

  private static Margin margin(Trusted trusted, double[] row) {
    OutputKind kind = trusted.spec().kind();
    double best = row.length == 1 ? row[0] : Double.NEGATIVE_INFINITY;
    double second = row.length == 1 ? Rows.middle(kind) : Double.NEGATIVE_INFINITY;
    if (row.length > 1) {
      for (double value : row) {
        second = Math.max(second, Math.min(value, best));
        best = Math.max(best, value);
      }
    }
    double tolerance = trusted.ruler().tolerance();
    if (kind == OutputKind.PROBABILITIES) {
      double clip = trusted.ruler().clip();
      double from = Math.max(Math.min(best, second), clip);
      double to = Math.max(Math.max(best, second), clip);
      return new Margin(Math.log(to / from), trusted.scale(), Math.log1p(tolerance / from));
    }
    double u = trusted.ruler().unitOf(row);
    return new Margin(Math.abs(best - second), u * trusted.scale(), u * tolerance);
  }
}
