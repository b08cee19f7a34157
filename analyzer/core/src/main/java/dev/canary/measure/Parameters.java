package dev.canary.measure;

import dev.canary.measure.Parameter.Word;
import dev.canary.stats.Alternative;
import dev.canary.stats.Continuity;
import dev.canary.stats.EnergyDistance;
import dev.canary.stats.JensenShannon;
import dev.canary.stats.LogBase;
import dev.canary.stats.PValueMethod;

/** The parameters that several measures share, or that need many words. */
final class Parameters {
  static final Parameter<Alternative> ALTERNATIVE =
      Parameter.word(
              "alternative",
              "which departures count; greater: x tends to be larger, for ks: the steps of x lie"
                  + " above those of y",
              new Word<>(Alternative.TWO_SIDED, "two-sided", "both", "unequal", "ne"),
              new Word<>(Alternative.LESS, "less", "smaller", "lower"),
              new Word<>(Alternative.GREATER, "greater", "larger", "upper"))
          .orCalled("side", "tail");

  static final Parameter<PValueMethod> METHOD =
      Parameter.word(
              "method",
              "how the p-value is found; auto: exact where affordable",
              new Word<>(PValueMethod.AUTO, "auto", "default"),
              new Word<>(PValueMethod.EXACT, "exact", "true"),
              new Word<>(
                  PValueMethod.ASYMPTOTIC,
                  "asymptotic",
                  "asymp",
                  "approx",
                  "approximate",
                  "normal",
                  "limit",
                  "false"))
          .orCalled("mode", "exact", "pValueMethod");

  static final Parameter<LogBase> BASE =
      Parameter.word(
              "base",
              "the base of the logarithm, e or 2",
              new Word<>(LogBase.NAT, "nat", "e", "nats", "natural", "2.718281828459045"),
              new Word<>(LogBase.BIT, "bit", "2", "bits", "log2"))
          .orCalled("logBase", "unit");

  static final Parameter<JensenShannon.Form> JENSEN_SHANNON_FORM =
      Parameter.word(
          "form",
          "the distance, a square root, or the divergence",
          new Word<>(JensenShannon.Form.DISTANCE, "distance", "root", "sqrt", "metric"),
          new Word<>(JensenShannon.Form.DIVERGENCE, "divergence", "squared", "square"));

  static final Parameter<EnergyDistance.Form> ENERGY_FORM =
      Parameter.word(
          "form",
          "the square root, as SciPy has it, or without",
          new Word<>(EnergyDistance.Form.ROOT, "root", "distance", "sqrt", "metric"),
          new Word<>(EnergyDistance.Form.SQUARED, "squared", "square", "statistic"));

  static final Parameter<Double> FLOOR =
      Parameter.number("floor", "the smallest proportion that a bin is taken to have")
          .orCalled("epsilon", "eps");

  static final Parameter<double[]> WEIGHTS_X =
      Parameter.numbers("xWeights", "one weight a value of x")
          .orCalled("u_weights", "weightsX", "aWeights");

  static final Parameter<double[]> WEIGHTS_Y =
      Parameter.numbers("yWeights", "one weight a value of y")
          .orCalled("v_weights", "weightsY", "bWeights");

  static final Parameter<Long> SEED =
      Parameter.whole("seed", "the seed of random assignments")
          .orCalled("rng", "random_state", "randomSeed")
          .orElse(1L);

  static final Parameter<Long> ASSIGNMENTS =
      Parameter.whole("assignments", "how many random assignments, where there are too many")
          .orCalled("n_resamples", "resamples", "permutations", "n_permutations", "nperm", "B")
          .orElse(9_999L);

  private Parameters() {}

  /** Whether to correct for continuity, with this default. */
  static Parameter<Continuity> correction(Continuity standard, String says) {
    Word<Continuity> none = new Word<>(Continuity.NONE, "false", "no", "none", "off", "0");
    Word<Continuity> corrected =
        new Word<>(
            Continuity.CORRECTED, "true", "yes", "on", "1", "corrected", "continuity", "yates");
    return (switch (standard) {
          case NONE -> Parameter.word("correction", says, none, corrected);
          case CORRECTED -> Parameter.word("correction", says, corrected, none);
        })
        .orCalled("continuity", "use_continuity", "correct", "continuityCorrection", "yates");
  }

  /**
   * How many random assignments are asked for.
   *
   * @throws IllegalArgumentException if they are more than can be counted
   */
  static int assignments(Arguments arguments) {
    long asked = arguments.get(ASSIGNMENTS);
    if (asked < 1 || asked >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "assignments is " + asked + ": it must lie in [1, " + (Integer.MAX_VALUE - 1) + "]");
    }
    return (int) asked;
  }
}
