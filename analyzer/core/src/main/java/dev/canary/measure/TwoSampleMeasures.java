package dev.canary.measure;

import dev.canary.measure.Answer.Effect;
import dev.canary.measure.Parameter.Word;
import dev.canary.stats.AndersonDarlingTest;
import dev.canary.stats.AndersonDarlingTest.Variant;
import dev.canary.stats.Continuity;
import dev.canary.stats.CramerVonMisesTest;
import dev.canary.stats.EffectSizes;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.MannWhitneyTest;
import dev.canary.stats.Ties;
import java.util.List;

/** The tests of independent samples. */
final class TwoSampleMeasures {
  private static final String TIES_SAY =
      "what an exact p-value makes of equal values; ignored: as if there were none, as SciPy does";

  private static final Parameter<Ties> TIES =
      Parameter.word(
          "ties",
          TIES_SAY,
          new Word<>(Ties.CONDITIONAL, "conditional", "exact", "true"),
          new Word<>(Ties.IGNORED, "ignored", "ignore", "none", "false"));

  private static final Parameter<Continuity> CORRECTION =
      Parameters.correction(Continuity.CORRECTED, "whether an asymptotic p-value allows for steps");

  private static final Parameter<Variant> VARIANT =
      Parameter.word(
              "variant",
              "how equal values count: half below, all below, or as if there were none",
              new Word<>(Variant.MIDRANK, "midrank", "midranks", "true"),
              new Word<>(Variant.RIGHT, "right", "discrete", "false"),
              new Word<>(Variant.CONTINUOUS, "continuous"))
          .orCalled("midrank", "version");

  static final List<Measure> ALL = List.of(ks(), cvm(), andersonDarling(), mannWhitney());

  private TwoSampleMeasures() {}

  private static Measure ks() {
    return new Measure(
        "ks",
        List.of("kolmogorov-smirnov", "ks_2samp", "kstest", "ks.test", "smirnov"),
        Kind.TWO_SAMPLE,
        "Kolmogorov-Smirnov: the largest gap between the step functions of both samples.",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD, TIES),
        a -> {
          KolmogorovSmirnovTest test =
              KolmogorovSmirnovTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(TIES));
          return Answer.of(test.name(), test.test(a.sample(Data.X), a.sample(Data.Y)));
        });
  }

  private static Measure cvm() {
    return new Measure(
        "cvm",
        List.of("cramer-von-mises", "cramervonmises_2samp", "cvm_2samp", "cramer-von-mises-2samp"),
        Kind.TWO_SAMPLE,
        "Cramer-von Mises: the gap between the step functions, squared and summed up.",
        List.of(Parameters.METHOD, TIES),
        a -> {
          CramerVonMisesTest test =
              CramerVonMisesTest.withDefaults().with(a.get(Parameters.METHOD)).with(a.get(TIES));
          return Answer.of(test.name(), test.test(a.sample(Data.X), a.sample(Data.Y)));
        });
  }

  private static Measure andersonDarling() {
    return new Measure(
        "anderson-darling",
        List.of("ad", "anderson_ksamp", "ad.test", "anderson-darling-ksamp"),
        Kind.SAMPLES,
        "Anderson-Darling, k samples: the gaps between step functions, weighted by the tails.",
        List.of(VARIANT),
        a -> {
          AndersonDarlingTest test = AndersonDarlingTest.withDefaults().with(a.get(VARIANT));
          List<double[]> samples =
              a.has(Data.SAMPLES)
                  ? a.rows(Data.SAMPLES)
                  : List.of(a.sample(Data.X), a.sample(Data.Y));
          return Answer.of(test.name(), test.test(samples));
        });
  }

  private static Measure mannWhitney() {
    return new Measure(
        "mann-whitney",
        List.of(
            "mannwhitneyu",
            "mwu",
            "mann-whitney-u",
            "wilcoxon-rank-sum",
            "rank-sum",
            "wilcoxon-mann-whitney"),
        Kind.TWO_SAMPLE,
        "Mann-Whitney: how many pairs (x, y) have the larger value in x; one half for equal ones.",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD, TIES, CORRECTION),
        a -> {
          MannWhitneyTest test =
              MannWhitneyTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(TIES))
                  .with(a.get(CORRECTION));
          double[] x = a.sample(Data.X);
          double[] y = a.sample(Data.Y);
          return Answer.of(test.name(), test.test(x, y))
              .with(new Effect("Cliff's delta", EffectSizes.cliffsDelta(x, y), ""));
        });
  }
}
