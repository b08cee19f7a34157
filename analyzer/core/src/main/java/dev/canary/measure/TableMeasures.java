package dev.canary.measure;

import dev.canary.measure.Answer.Effect;
import dev.canary.stats.ChiSquareTest;
import dev.canary.stats.Continuity;
import dev.canary.stats.CramersV;
import dev.canary.stats.FisherExactTest;
import dev.canary.stats.GTest;
import dev.canary.stats.TableTest;
import java.util.List;
import java.util.function.Function;

/** The tests of tables of counts. */
final class TableMeasures {
  private static final Parameter<Continuity> CORRECTION =
      Parameters.correction(Continuity.CORRECTED, "Yates' correction of two rows and columns");

  private static final Parameter<Continuity> NO_CORRECTION =
      Parameters.correction(Continuity.NONE, "Yates' correction of two rows and columns");

  static final List<Measure> ALL = List.of(chiSquare(), g(), fisher(), cramersV());

  private TableMeasures() {}

  private static Measure chiSquare() {
    return measure(
        "chi-square",
        List.of("chi2", "chi-squared", "chi2_contingency", "chisq.test"),
        "Chi-square: do the rows have the same proportions?",
        CORRECTION,
        a -> ChiSquareTest.withDefaults().with(a.get(CORRECTION)));
  }

  private static Measure g() {
    return measure(
        "g",
        List.of("g-test", "log-likelihood", "likelihood-ratio", "GTest"),
        "G: the same by the ratio of likelihoods.",
        CORRECTION,
        a -> GTest.withDefaults().with(a.get(CORRECTION)));
  }

  private static Measure fisher() {
    return measure(
        "fisher",
        List.of("fisher_exact", "fisher-exact", "fisher.test", "fisher-exact-test"),
        "Fisher, exact, two rows and two columns; the statistic is the odds ratio.",
        Parameters.ALTERNATIVE,
        a -> FisherExactTest.withDefaults().with(a.get(Parameters.ALTERNATIVE)));
  }

  private static Measure cramersV() {
    return new Measure(
        "cramers-v",
        List.of("cramer-v", "CramerV", "association"),
        Kind.TABLE,
        "Cramer's V, bias corrected: how strongly the rows differ, the effect size of chi-square.",
        Tables.parametersAnd(NO_CORRECTION),
        a ->
            Answer.of(
                "Cramer's V (bias corrected)",
                CramersV.withDefaults().with(a.get(NO_CORRECTION)).of(Tables.counts(a))));
  }

  private static Measure measure(
      String name,
      List<String> aliases,
      String says,
      Parameter<?> own,
      Function<Arguments, TableTest> test) {
    return new Measure(
        name,
        aliases,
        Kind.TABLE,
        says,
        Tables.parametersAnd(own),
        a -> {
          long[][] counts = Tables.counts(a);
          TableTest chosen = test.apply(a);
          return Answer.of(chosen.name(), chosen.test(counts))
              .with(new Effect("Cramer's V", CramersV.withDefaults().of(counts), ""));
        });
  }
}
