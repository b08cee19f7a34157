package dev.canary.measure;

import dev.canary.stats.McNemarTest;
import dev.canary.stats.TestResult;
import java.util.List;

/** The tests of pairs of labels. */
final class LabelMeasures {
  private static final Parameter<Long> B =
      Parameter.whole("b", "how many cases changed one way").orCalled("n01", "n12");
  private static final Parameter<Long> C =
      Parameter.whole("c", "how many cases changed the other way").orCalled("n10", "n21");

  static final List<Measure> ALL = List.of(mcNemar());

  private LabelMeasures() {}

  private static Measure mcNemar() {
    return new Measure(
        "mcnemar",
        List.of("mcnemar.test", "mcnemar-exact", "label-changes", "mcnemar.exact"),
        Kind.PAIRED_LABELS,
        "McNemar, exact: among cases whose answer changed, is either direction favoured?",
        List.of(B, C),
        a -> {
          long[] changed = LabelChanges.of(a, B, C);
          McNemarTest test = McNemarTest.withDefaults();
          TestResult result = test.test(changed[0], changed[1]);
          return Answer.of(test.name(), result);
        });
  }
}
