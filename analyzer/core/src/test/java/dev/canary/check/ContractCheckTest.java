package dev.canary.check;

import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.Case;
import dev.canary.suite.Contract;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.DType;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractCheckTest {

  private static final Reference NONE = new Reference.Absent("none", "capture");

  private static Contract contract(
      OptionalDouble sum, Optional<Range> range, List<String> labels, List<String> forbid) {
    return new Contract(sum, OptionalDouble.empty(), range, labels, forbid, true);
  }

  private static Contract names(String... labels) {
    return contract(OptionalDouble.empty(), Optional.empty(), List.of(labels), List.of());
  }

  private static Contract within(double low, double high) {
    return contract(
        OptionalDouble.empty(), Optional.of(new Range(low, high)), List.of(), List.of());
  }

  private static Contract sumsTo(double sum) {
    return contract(OptionalDouble.of(sum), Optional.empty(), List.of(), List.of());
  }

  private static Finding finding(
      OutputKind kind, Precision precision, Contract contract, Expectation expect, Output answer) {
    OutputSpec spec = new OutputSpec(kind, precision, contract, false, OptionalDouble.empty());
    Case golden =
        new Case(
            "c0",
            Input.of(Map.of()),
            List.of(),
            "",
            expect,
            OptionalDouble.empty(),
            Optional.empty());
    Suite suite = Given.suite(spec, List.of(golden));
    return Judged.of(suite, NONE, Given.run(suite, Given.model(), i -> answer))
        .finding(ContractCheck.NAME);
  }

  private static Output longs(long... values) {
    return Output.of(OUT, Tensor.ofLongs(new int[] {values.length}, values));
  }

  private static Output named(String first, String second, double... row) {
    return new Output(Given.row(row).tensors(), Map.of(OUT, List.of(first, second)));
  }

  static Stream<Arguments> labels() {
    OutputKind p = OutputKind.PROBABILITIES;
    Contract pets = names("cat", "dog");
    return Stream.of(
        arguments("a class beyond the names", p, pets, "", Given.row(.1, .1, .8), false),
        arguments("a number beside scores is a position", p, pets, "", longs(1), true),
        arguments("a label of its own is a name", OutputKind.LABELS, pets, "", longs(1), false),
        arguments("a text beside scores is a name", p, pets, "", Given.texts("hen"), false),
        arguments("a known text", p, pets, "", Given.texts("dog"), true),
        arguments("classes of the model", p, pets, "", named("cat", "hen", 0, 1), false),
        arguments("expected name, position", p, names(), "cat", Given.row(.1, .9), true),
        arguments("expected position, position", p, names(), "0", Given.row(.1, .9), false),
        arguments("expected name, name", p, pets, "cat", Given.row(.1, .9), false),
        arguments("expected text", OutputKind.TEXT, names(), "yes", Given.texts("no"), false),
        arguments("fulfilled text", OutputKind.TEXT, names(), "yes", Given.texts("yes"), true));
  }

  @ParameterizedTest(name = "{0}: {5}")
  @MethodSource("labels")
  void labelsAreHeldToTheNamesTheyCanBeHeldTo(
      String what,
      OutputKind kind,
      Contract contract,
      String expected,
      Output answer,
      boolean held) {
    Expectation expect =
        new Expectation(Optional.of(expected).filter(label -> !label.isEmpty()), Optional.empty());
    Finding finding = finding(kind, Precision.FP32, contract, expect, answer);

    assertThat(finding.outcome()).as(what).isEqualTo(held ? Outcome.HELD : Outcome.DEVIATED);
  }

  static Stream<Arguments> numbers() {
    OutputKind v = OutputKind.VALUES;
    OutputKind p = OutputKind.PROBABILITIES;
    double inf = Double.POSITIVE_INFINITY;
    return Stream.of(
        arguments("closed range", v, Precision.FP32, within(0, 1), Given.row(0, 1), true),
        arguments("above", v, Precision.FP32, within(0, 1), Given.row(0, 1.0001), false),
        arguments("rounding", v, Precision.FP32, within(0, 1), Given.row(0, Math.nextUp(1.)), true),
        arguments("exact", v, Precision.EXACT, within(0, 1), Given.row(0, 1.0001), false),
        arguments("open end", v, Precision.FP32, within(0, inf), Given.row(1e300), true),
        arguments("whole numbers", v, Precision.FP32, within(0, 9), longs(3, 10), false),
        arguments("labels have no range", p, Precision.FP32, within(0, 1), longs(7), true),
        arguments("sum in class", p, Precision.FP32, sumsTo(1), Given.row(.5, .500009), true),
        arguments("sum off", p, Precision.FP32, sumsTo(1), Given.row(.5, .50002), false),
        arguments("sum in fp16", p, Precision.FP16, sumsTo(1), Given.row(.5, .5015), true),
        arguments("sum in fp64", p, Precision.FP64, sumsTo(1), Given.row(.5, .5000009), true),
        arguments("not finite", v, Precision.FP32, Contract.NONE, Given.row(1, inf), false));
  }

  @ParameterizedTest(name = "{0}: {5}")
  @MethodSource("numbers")
  void numbersAreHeldToRangeAndSum(
      String what,
      OutputKind kind,
      Precision precision,
      Contract contract,
      Output answer,
      boolean held) {
    Finding finding = finding(kind, precision, contract, Expectation.NONE, answer);

    assertThat(finding.outcome()).as(what).isEqualTo(held ? Outcome.HELD : Outcome.DEVIATED);
  }

  @Test
  void eachRowSumsOnItsOwn() {
    Output rows = Output.of(OUT, Tensor.ofDoubles(new int[] {2, 2}, .5, .5, .9, .2));
    Finding finding =
        finding(OutputKind.PROBABILITIES, Precision.FP32, sumsTo(1), Expectation.NONE, rows);

    assertThat(finding.cases().get(0).note()).isEqualTo("out sums to 1.1, not 1.0");
  }

  @Test
  void aNullIsToldFromNaN() {
    ByteBuffer none = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Nulls.put(DType.FP64, none);
    Output answer = Output.of(OUT, Tensor.ofBytes(DType.FP64, new int[] {1, 1}, none.array()));
    Finding finding =
        finding(OutputKind.VALUES, Precision.FP32, Contract.NONE, Expectation.NONE, answer);

    assertThat(finding.cases().get(0).note()).isEqualTo("out is null at element 0");
  }

  @Test
  void whatWasNotFiniteWhenTrustedIsExpected() {
    Suite suite = Given.suite(OutputSpec.DEFAULT, Given.cases(2));
    double inf = Double.NEGATIVE_INFINITY;
    Baseline baseline =
        Given.baseline(suite, Given.model(), 26, (c, i) -> Given.row(inf, Double.NaN, 1));
    Judged same =
        Judged.of(
            suite, baseline, Given.run(suite, Given.model(), i -> Given.row(inf, Double.NaN, 1)));
    Judged mended =
        Judged.of(suite, baseline, Given.run(suite, Given.model(), i -> Given.row(0, 0, 1)));

    assertThat(same.finding(ContractCheck.NAME).outcome()).isEqualTo(Outcome.HELD);
    assertThat(mended.finding(ContractCheck.NAME).outcome()).isEqualTo(Outcome.HELD);
    assertThat(mended.finding(DeviationCheck.CLASS).outcome()).isEqualTo(Outcome.DEVIATED);
  }

  @Test
  void aPrivateSuiteTellsNoValueAndNoLabel() {
    OutputSpec spec =
        new OutputSpec(
            OutputKind.LABELS, Precision.FP32, names("cat"), false, OptionalDouble.empty());
    Suite open = Given.suite(spec, Given.cases(3));
    Suite secret =
        new Suite(
            open.name(),
            "",
            open.target(),
            open.anyOutput(),
            open.outputs(),
            open.cases(),
            open.repeats(),
            open.latency(),
            true,
            open.digest());
    Baseline baseline = Given.baseline(secret, Given.model(), 26, (c, i) -> Given.texts("cat"));
    Judged judged =
        Judged.of(
            secret,
            baseline,
            Given.run(secret, Given.model(), i -> Given.texts(i == 0 ? "diagnosis" : "cat")));

    assertThat(judged.findings())
        .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("diagnosis"))
        .anyMatch(finding -> finding.cases().stream().anyMatch(c -> c.id().equals("c0")));
  }
}
