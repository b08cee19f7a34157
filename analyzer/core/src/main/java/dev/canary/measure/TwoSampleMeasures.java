package dev.canary.measure;

import dev.canary.measure.Parameter.Word;
import dev.canary.stats.CramerVonMisesTest;
import dev.canary.stats.KolmogorovSmirnovTest;
import java.util.List;

/** The tests of independent samples. */
final class TwoSampleMeasures {
  private static final String TIES_SAY =
      "what an exact p-value makes of equal values; ignored: as if there were none, as SciPy does";

  private static final Parameter<KolmogorovSmirnovTest.Ties> KS_TIES =
      Parameter.word(
          "ties",
          TIES_SAY,
          new Word<>(KolmogorovSmirnovTest.Ties.CONDITIONAL, "conditional", "exact", "true"),
          new Word<>(KolmogorovSmirnovTest.Ties.IGNORED, "ignored", "ignore", "none", "false"));

  private static final Parameter<CramerVonMisesTest.Ties> CVM_TIES =
      Parameter.word(
          "ties",
          TIES_SAY,
          new Word<>(CramerVonMisesTest.Ties.CONDITIONAL, "conditional", "exact", "true"),
          new Word<>(CramerVonMisesTest.Ties.IGNORED, "ignored", "ignore", "none", "false"));

  static final List<Measure> ALL = List.of(ks(), cvm());

  private TwoSampleMeasures() {}

  private static Measure ks() {
    return new Measure(
        "ks",
        List.of("kolmogorov-smirnov", "ks_2samp", "kstest", "ks.test", "smirnov"),
        Kind.TWO_SAMPLE,
        "Kolmogorov-Smirnov: the largest gap between the step functions of both samples.",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD, KS_TIES),
        a -> {
          KolmogorovSmirnovTest test =
              KolmogorovSmirnovTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(KS_TIES));
          return Answer.of(test.name(), test.test(a.sample(Data.X), a.sample(Data.Y)));
        });
  }

  private static Measure cvm() {
    return new Measure(
        "cvm",
        List.of(
            "cramer-von-mises",
            "cramervonmises_2samp",
            "cramervonmises",
            "cvm_2samp",
            "cramer-von-mises-2samp"),
        Kind.TWO_SAMPLE,
        "Cramer-von Mises: the gap between the step functions, squared and summed up.",
        List.of(Parameters.METHOD, CVM_TIES),
        a -> {
          CramerVonMisesTest test =
              CramerVonMisesTest.withDefaults()
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(CVM_TIES));
          return Answer.of(test.name(), test.test(a.sample(Data.X), a.sample(Data.Y)));
        });
  }
}
