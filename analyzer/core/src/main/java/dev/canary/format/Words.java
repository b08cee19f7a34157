package dev.canary.format;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The words that files use for what the code has as constants. */
final class Words {
  static final Map<String, OutputKind> KINDS = of(OutputKind.values(), OutputKind::label);
  static final String KIND_LABELS = String.join(", ", KINDS.keySet());
  static final Map<String, Precision> PRECISIONS = of(Precision.values(), Precision::label);
  static final Map<String, Summary> SUMMARIES =
      of(Summary.values(), summary -> summary.name().toLowerCase(Locale.ROOT));
  static final Map<String, Transition.Kind> TRANSITIONS =
      of(Transition.Kind.values(), Transition.Kind::label);

  /** Those that an alert may have. */
  static final Map<String, Severity> SEVERITIES =
      of(
          new Severity[] {Severity.WARN, Severity.CRITICAL},
          severity -> severity.name().toLowerCase(Locale.ROOT));

  private Words() {}

  private static <E> Map<String, E> of(E[] values, Function<E, String> label) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(label.apply(value), value);
    }
    return Collections.unmodifiableMap(words);
  }
}
