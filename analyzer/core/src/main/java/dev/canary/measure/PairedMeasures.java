package dev.canary.measure;

import dev.canary.measure.Answer.Effect;
import dev.canary.measure.Parameter.Word;
import dev.canary.stats.Continuity;
import dev.canary.stats.EffectSizes;
import dev.canary.stats.EquivalenceTest;
import dev.canary.stats.KendallTauTest;
import dev.canary.stats.PairedTTest;
import dev.canary.stats.SignFlipResult;
import dev.canary.stats.SignFlipTest;
import dev.canary.stats.SignTest;
import dev.canary.stats.WilcoxonTest;
import dev.canary.stats.WilcoxonTest.Zeros;
import java.util.List;

/** The tests of pairs of numbers. */
final class PairedMeasures {
  private static final Parameter<Zeros> ZEROS =
      Parameter.word(
              "zeros",
              "what becomes of pairs that do not differ",
              new Word<>(Zeros.WILCOX, "wilcox", "wilcoxon", "drop"),
              new Word<>(Zeros.PRATT, "pratt"),
              new Word<>(Zeros.ZSPLIT, "zsplit", "split"))
          .orCalled("zeroMethod");

  private static final Parameter<Continuity> CORRECTION =
      Parameters.correction(Continuity.NONE, "whether an asymptotic p-value allows for steps");

  private static final Parameter<Double> LOW =
      Parameter.number("low", "the lower bound of the mean difference")
          .orCalled("lower", "low_eqbound", "eqLow");
  private static final Parameter<Double> HIGH =
      Parameter.number("high", "the upper bound of the mean difference")
          .orCalled("upp", "upper", "high_eqbound", "eqHigh");
  private static final Parameter<Double> BOUND =
      Parameter.number("bound", "both bounds: the mean difference lies between -bound and bound")
          .orCalled("margin", "delta", "epsilon", "eqBound");

  static final List<Measure> ALL =
      List.of(signFlip(), wilcoxon(), sign(), pairedT(), tost(), kendall());

  private PairedMeasures() {}

  private static Measure signFlip() {
    return new Measure(
        "sign-flip",
        List.of("sign-permutation", "permutation", "paired-permutation"),
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
              .with(new Effect("mean difference", result.meanDifference(), "data"));
        });
  }

  private static Measure wilcoxon() {
    return new Measure(
        "wilcoxon",
        List.of("wilcoxon-signed-rank", "signed-rank", "wsr", "wilcoxsign_test"),
        Kind.PAIRED,
        "Wilcoxon signed-rank: are the differences centred at zero?",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD, ZEROS, CORRECTION),
        a -> {
          WilcoxonTest test =
              WilcoxonTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(ZEROS))
                  .with(a.get(CORRECTION));
          double[] x = Pairs.x(a);
          double[] y = Pairs.y(a);
          return Answer.of(test.name(), test.test(x, y))
              .with(new Effect("rank-biserial correlation", EffectSizes.rankBiserial(x, y), ""));
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

  private static Measure pairedT() {
    return new Measure(
        "paired-t",
        List.of("t-paired", "ttest_rel", "paired-t-test"),
        Kind.PAIRED,
        "Paired t: is the mean difference zero?",
        List.of(Parameters.ALTERNATIVE),
        a -> {
          PairedTTest test = PairedTTest.withDefaults().with(a.get(Parameters.ALTERNATIVE));
          double[] x = Pairs.x(a);
          double[] y = Pairs.y(a);
          return Answer.of(test.name(), test.test(x, y))
              .with(new Effect("Cohen's d_z", EffectSizes.cohensDz(x, y), ""));
        });
  }

  private static Measure tost() {
    return new Measure(
        "tost",
        List.of("equivalence", "equivalence-test", "ttost_paired", "tsum_TOST"),
        Kind.PAIRED,
        "Equivalence by two one-sided t tests: a small p says that the mean difference is small.",
        List.of(LOW, HIGH, BOUND),
        a -> {
          boolean symmetric = a.has(BOUND);
          if (symmetric && (a.has(LOW) || a.has(HIGH))) {
            throw new IllegalArgumentException("give either bound or low and high");
          }
          double low = symmetric ? -a.get(BOUND) : a.get(LOW);
          double high = symmetric ? a.get(BOUND) : a.get(HIGH);
          EquivalenceTest test = EquivalenceTest.within(low, high);
          return Answer.of(test.name(), test.test(Pairs.x(a), Pairs.y(a)));
        });
  }

  private static Measure kendall() {
    return new Measure(
        "kendall",
        List.of("tau", "kendall-tau", "kendalltau", "tau-b"),
        Kind.PAIRED,
        "Kendall's tau-b: do x and y put their positions in the same order? A small p says yes.",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD),
        a -> {
          KendallTauTest test =
              KendallTauTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD));
          return Answer.of(test.name(), test.test(a.sample(Data.X), a.sample(Data.Y)));
        });
  }
}
