package dev.canary.measure;

import dev.canary.stats.McNemarTest;
import dev.canary.stats.SignFlipResult;
import dev.canary.stats.SignFlipTest;
import dev.canary.stats.SignTest;
import dev.canary.stats.TestResult;
import java.util.List;

/** The tests of pairs of numbers and of pairs of labels. */
final class PairedMeasures {
  private static final Parameter<Long> B =
      Parameter.whole("b", "how many cases changed one way").orCalled("n01", "n12");
  private static final Parameter<Long> C =
      Parameter.whole("c", "how many cases changed the other way").orCalled("n10", "n21");

  static final List<Measure> ALL = List.of(signFlip(), sign(), mcNemar());

  private PairedMeasures() {}

  private static Measure signFlip() {
    return new Measure(
        "sign-flip",
        List.of("sign-permutation", "permutation", "permutation_test", "paired-permutation"),
        Kind.PAIRED,
        "Sign flips: the mean difference against that of every assignment of signs.",
        List.of(Parameters.ASSIGNMENTS, Parameters.SEED),
        a -> {
          SignFlipTest test =
              SignFlipTest.withDefaults()
                  .withAssignments(Parameters.assignments(a))
                  .withSeed(a.get(Parameters.SEED));
          SignFlipResult result = test.test(Pairs.x(a), Pairs.y(a));
          return Answer.of(test.name(), result)
              .withSeed(result.seed())
              .with(new Answer.Effect("mean difference", result.meanDifference(), "data"));
        });
  }

  private static Measure sign() {
    return new Measure(
        "sign",
        List.of("sign-test", "binomtest", "binom.test", "SIGN.test"),
        Kind.PAIRED,
        "Sign test: do more pairs move up than down? Pairs that do not move carry no information.",
        List.of(Parameters.ALTERNATIVE),
        a -> {
          SignTest test = SignTest.withDefaults().with(a.get(Parameters.ALTERNATIVE));
          return Answer.of(test.name(), test.test(Pairs.x(a), Pairs.y(a)));
        });
  }

  private static Measure mcNemar() {
    return new Measure(
        "mcnemar",
        List.of("mcnemar.test", "mcnemar-exact", "label-changes"),
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
