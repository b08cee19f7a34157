package dev.canary.measure;

import dev.canary.stats.McNemarTest;
import dev.canary.stats.Significance;
import java.util.List;
import java.util.TreeSet;

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
          McNemarTest test = McNemarTest.withDefaults();
          return Answer.of(test.name(), result(test, a));
        });
  }

  private static Significance result(McNemarTest test, Arguments arguments) {
    if (arguments.has(B) || arguments.has(C)) {
      return test.test(arguments.get(B), arguments.get(C));
    }
    if (arguments.has(Data.TABLE)) {
      return test.test(Tables.counts(arguments));
    }
    if (arguments.get(Data.X) instanceof Given.Labels x
        && arguments.get(Data.Y) instanceof Given.Labels y) {
      TreeSet<String> answers = new TreeSet<>(x.values());
      answers.addAll(y.values());
      if (answers.size() > 2) {
        throw new IllegalArgumentException(
            "there are " + answers.size() + " different answers: mcnemar takes two");
      }
      return test.test(zeroOrOne(x, answers.last()), zeroOrOne(y, answers.last()));
    }
    return test.test(arguments.sample(Data.X), arguments.sample(Data.Y));
  }

  private static double[] zeroOrOne(Given.Labels labels, String one) {
    return labels.values().stream().mapToDouble(label -> label.equals(one) ? 1 : 0).toArray();
  }
}
