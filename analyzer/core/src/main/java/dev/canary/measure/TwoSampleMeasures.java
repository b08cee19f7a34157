package dev.canary.measure;

import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.TestResult;
import java.util.List;

/** The tests of independent samples. */
final class TwoSampleMeasures {
  static final List<Measure> ALL = List.of(ks());

  private TwoSampleMeasures() {}

  private static Measure ks() {
    return new Measure(
        "ks",
        List.of("kolmogorov-smirnov", "ks_2samp", "kstest", "ks.test", "smirnov"),
        Kind.TWO_SAMPLE,
        "Kolmogorov-Smirnov: the largest gap between the step functions of both samples.",
        List.of(Parameters.ALTERNATIVE, Parameters.METHOD, Parameters.TIES),
        a -> {
          KolmogorovSmirnovTest test =
              KolmogorovSmirnovTest.withDefaults()
                  .with(a.get(Parameters.ALTERNATIVE))
                  .with(a.get(Parameters.METHOD))
                  .with(a.get(Parameters.TIES));
          TestResult result = test.test(a.sample(Data.X), a.sample(Data.Y));
          return Answer.of("Kolmogorov-Smirnov test", result);
        });
  }
}
