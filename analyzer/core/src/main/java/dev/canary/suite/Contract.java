package dev.canary.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What must hold for an output whatever the baseline says: a violation is a fact, not a matter of
 * statistics.
 *
 * @param sumsTo what each row must sum to
 * @param within the allowed distance from {@code sumsTo}; by default the larger of 1e-6 and the
 *     precision class
 * @param range where every number must lie; the precision class allows it to be crossed by
 *     rounding, a probability by the class itself, another number by that share of the bound
 * @param labels the names of the classes, in the order of the row; any other label is a violation
 * @param forbid labels that must never be answered
 * @param nonEmpty whether an answer without elements (or an empty text) is a violation
 */
public record Contract(
    OptionalDouble sumsTo,
    OptionalDouble within,
    Optional<Range> range,
    List<String> labels,
    List<String> forbid,
    boolean nonEmpty) {
  /** Demands nothing but an answer. */
  public static final Contract NONE =
      new Contract(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          true);

  public Contract {
    labels = List.copyOf(labels);
    forbid = List.copyOf(forbid);
  }
}
