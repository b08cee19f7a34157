package dev.canary.measure;

import dev.canary.stats.ConformalPValue;
import dev.canary.stats.McNemarTest;
import dev.canary.stats.SignFlipResult;
import dev.canary.stats.SignFlipTest;
import java.util.List;

/** The tests of pairs. */
final class PairedMeasures {
  private static final Parameter<Long> B =
      Parameter.whole("b", "how many cases changed from 1 to 0, or one way");
  private static final Parameter<Long> C =
      Parameter.whole("c", "how many cases changed from 0 to 1, or the other way");

  static final List<Measure> ALL = List.of(signFlip(), mcNemar(), noiseFloor());

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
                  .withAssignments(Math.toIntExact(a.get(Parameters.ASSIGNMENTS)))
                  .withSeed(a.get(Parameters.SEED));
          SignFlipResult result =
              a.has(Data.Y)
                  ? test.test(a.sample(Data.X), a.sample(Data.Y))
                  : test.test(a.sample(Data.X));
          return Answer.of("sign-flip test", result)
              .withSeed(result.seed())
              .withEffect(new Answer.Effect("mean difference", result.meanDifference(), "data"));
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
          return Answer.of(
              "exact McNemar test",
              McNemarTest.withDefaults()
                  .test(Math.toIntExact(changed[0]), Math.toIntExact(changed[1])));
        });
  }

  private static Measure noiseFloor() {
    return new Measure(
        "noise-floor",
        List.of("conformal", "conformal-p-value"),
        Kind.NOISE_FLOOR,
        "The rank of a run's score among those of captures in which nothing had changed.",
        List.of(),
        a -> {
          double[] score = a.sample(Data.X);
          if (score.length != 1) {
            throw new IllegalArgumentException(
                "x has " + score.length + " values: the score of a run is one number");
          }
          return Answer.of(
              "noise-floor test", ConformalPValue.of(a.sample(Data.CAPTURES), score[0]));
        });
  }
}
