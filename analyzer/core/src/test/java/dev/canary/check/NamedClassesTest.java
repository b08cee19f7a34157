package dev.canary.check;

import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model in this process names its classes; over most protocols nobody does. */
class NamedClassesTest {
  @ParameterizedTest
  @CsvSource({
    "cat dog, cat dog, HELD, DEVIATED",
    "cat dog, '', HELD, DEVIATED",
    "'', cat dog, HELD, DEVIATED",
    "'', '', HELD, HELD",
    "cat dog, dog cat, DEVIATED, HELD"
  })
  void areComparedWhereBothSidesNameThem(
      String before, String now, Outcome schema, Outcome contract) {
    Expectation dog = new Expectation(Optional.of("dog"), Optional.empty());
    Case fish =
        new Case(
            "fish",
            Input.of(Map.of()),
            List.of(),
            "",
            dog,
            OptionalDouble.empty(),
            Optional.empty());
    Suite suite = Given.suite(Given.spec(OutputKind.PROBABILITIES, Precision.FP32), List.of(fish));
    var baseline = Given.baseline(suite, Given.model(), 3, (capture, i) -> answer(before));
    Judged judged = Judged.of(suite, baseline, Given.run(suite, Given.model(), i -> answer(now)));

    assertThat(judged.finding(SchemaCheck.NAME).outcome()).isEqualTo(schema);
    assertThat(judged.finding(ContractCheck.NAME).outcome()).isEqualTo(contract);
  }

  private static Output answer(String classes) {
    return new Output(
        Given.row(.75, .25).tensors(),
        classes.isEmpty() ? Map.of() : Map.of(OUT, Arrays.asList(classes.split(" "))));
  }
}
