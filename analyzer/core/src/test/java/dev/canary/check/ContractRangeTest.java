package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.suite.Contract;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.suite.Suite;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounding carries numbers over a bound; anything more is a violation. */
class ContractRangeTest {
  @ParameterizedTest
  @CsvSource({
    // The sum of a forest's leaves in fp32.
    "probabilities, fp32,  0, 1,     1.0000001192092896, true",
    "probabilities, fp32,  0, 1,    -1e-6,               true",
    "probabilities, fp32,  0, 1,     1.0001,             false",
    "probabilities, exact, 0, 1,     1.0000001192092896, false",
    "values,        fp32,  1, 20000, 20000.1,            true",
    "values,        fp32,  1, 20000, 20001,              false",
    "values,        fp32,  0, 20000, -0.1,               false"
  })
  void aBoundMayBeCrossedByThePrecisionClassAlone(
      String kind, String precision, double low, double high, double value, boolean held) {
    Suite suite = suite(kind, precision, new Range(low, high));
    var run = Given.run(suite, Given.model(), i -> Given.row(value));

    List<Finding> findings =
        new ContractCheck().evaluate(Comparison.of(suite, new Reference.Absent("", ""), run));

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.outcome()).isEqualTo(held ? Outcome.HELD : Outcome.DEVIATED));
  }

  private static Suite suite(String kind, String precision, Range range) {
    Contract contract =
        new Contract(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.of(range),
            List.of(),
            List.of(),
            true);
    OutputSpec spec =
        new OutputSpec(
            OutputKind.valueOf(kind.toUpperCase(Locale.ROOT)),
            Precision.valueOf(precision.toUpperCase(Locale.ROOT)),
            contract,
            false,
            OptionalDouble.empty());
    return Given.suite(spec, Given.cases(1));
  }
}
