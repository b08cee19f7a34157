package dev.canary.check;

import static dev.canary.check.Verdicts.CASES;
import static dev.canary.check.Verdicts.SUITE;
import static dev.canary.check.Verdicts.broken;
import static dev.canary.check.Verdicts.butLast;
import static dev.canary.check.Verdicts.failing;
import static dev.canary.check.Verdicts.run;
import static dev.canary.check.Verdicts.trusted;
import static dev.canary.given.Given.OUT;

import dev.canary.check.Verdicts.Row;
import dev.canary.given.Given;
import dev.canary.suite.Case;
import dev.canary.suite.Contract;
import dev.canary.suite.Expectation;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts: each of them alone breaks a model. */
class FactToVerdictTest {
  private static final OutputSpec TEXT = Given.spec(OutputKind.TEXT, Precision.FP32);

  static Stream<Row> transientFacts() {
    Suite text = Given.suite(TEXT, Given.cases(CASES));
    return Stream.of(
        failing("no connection", Reason.UNREACHABLE, Cause.UNREACHABLE),
        failing("a time-out", Reason.TIMED_OUT, Cause.UNREACHABLE),
        failing("an HTTP or model error", Reason.MODEL_ERROR, Cause.UNREACHABLE),
        failing("not ready", Reason.NOT_READY, Cause.NOT_READY),
        failing("an empty answer", Reason.EMPTY, Cause.EMPTY),
        new Row(
            "an answer without any output",
            run(SUITE, Verdicts::trusted, butLast(new Output(Map.of(), Map.of()))),
            "schema",
            broken(Cause.EMPTY)),
        new Row(
            "an answer of no element where there were some",
            run(Given.model(), butLast(Output.of(OUT, Tensor.ofDoubles(new int[] {1, 0})))),
            ContractCheck.NAME,
            broken(Cause.EMPTY)),
        new Row(
            "an answer of no element, whose type nobody tells",
            run(Given.model(), butLast(Output.of(OUT, Tensor.ofTexts(new int[] {0}, List.of())))),
            ContractCheck.NAME,
            broken(Cause.EMPTY)),
        new Row(
            "an answer of no element under the name of the whole",
            run(Given.model(), butLast(Output.of("all", Tensor.ofDoubles(new int[] {0})))),
            "schema",
            broken(Cause.EMPTY)),
        new Row(
            "a blank text",
            run(text, i -> Given.texts("hello"), i -> Given.texts(i == 0 ? "  " : "hello")),
            ContractCheck.NAME,
            broken(Cause.EMPTY)));
  }

  static Stream<Row> lastingFacts() {
    double[] same = {10, CASES - 1, -3};
    ModelIdentity other = Given.model("1", Optional.of("sha256:other"), Optional.of("cpu"));
    return Stream.of(
        schema("another shape", Output.of(OUT, Tensor.ofDoubles(new int[] {3, 1}, same))),
        schema("another type", Output.of(OUT, Tensor.ofFloats(new int[] {1, 3}, 10, 5, -3))),
        schema("another element count", Given.row(10, 5)),
        schema("another name", Output.of("scores", Tensor.ofDoubles(new int[] {1, 3}, same))),
        schema("a further name", Given.row(10, 5, -3), "more"),
        failing("an input that does not fit", Reason.BAD_INPUT, Cause.SCHEMA),
        nonFinite(Double.NaN),
        nonFinite(Double.POSITIVE_INFINITY),
        failing("the model no longer loads", Reason.LOAD_FAILED, Cause.LOAD_FAILED),
        new Row(
            "the weight digest differs, same version",
            run(other, Verdicts::trusted),
            IdentityCheck.WEIGHTS,
            broken(Cause.WEIGHTS_CHANGED)));
  }

  private static Row schema(String seen, Output last) {
    return new Row(seen, run(Given.model(), butLast(last)), SchemaCheck.NAME, broken(Cause.SCHEMA));
  }

  private static Row schema(String seen, Output last, String further) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(last.tensors());
    tensors.put(further, Given.tensor(last));
    return schema(seen, new Output(tensors, Map.of()));
  }

  private static Row nonFinite(double value) {
    return new Row(
        value + " where it was finite",
        run(Given.model(), butLast(Given.row(10, value, -3))),
        ContractCheck.NAME,
        broken(Cause.NON_FINITE));
  }

  static Stream<Row> contracts() {
    return Stream.of(
        contract("out of range", butLast(Given.row(10, 5, -30)), range(-20, 20), Expectation.NONE),
        contract("a wrong sum", butLast(Given.row(1, 1, 1)), sum(), Expectation.NONE),
        contract("a forbidden label", butLast(Given.row(0, 5, -3)), forbid("1"), Expectation.NONE),
        contract(
            "an unknown label",
            i ->
                new Output(
                    (i == CASES - 1 ? Given.row(0, 5, -3) : trusted(i)).tensors(),
                    Map.of(OUT, List.of("a", "x", "c"))),
            known("a", "b", "c"),
            Expectation.NONE),
        contract(
            "a case's label",
            butLast(Given.row(0, 5, -3)),
            Contract.NONE,
            new Expectation(Optional.of("0"), Optional.empty())),
        contract(
            "a case's range",
            butLast(Given.row(10, 5, -30)),
            Contract.NONE,
            new Expectation(Optional.empty(), Optional.of(new Range(-20, 20)))));
  }

  /** The last case violates it, and always did: contracts hold whatever the baseline says. */
  private static Row contract(
      String seen, IntFunction<Output> answers, Contract contract, Expectation expect) {
    OutputSpec spec =
        new OutputSpec(OutputKind.LOGITS, Precision.FP32, contract, false, OptionalDouble.empty());
    List<Case> cases =
        Given.cases(CASES).stream()
            .map(
                c ->
                    c.id().equals("c" + (CASES - 1))
                        ? new Case(
                            c.id(), c.input(), c.tags(), "", expect, c.tolerance(), c.precision())
                        : c)
            .toList();
    Suite suite = Given.suite(spec, cases);
    return new Row(seen, run(suite, answers, answers), ContractCheck.NAME, broken(Cause.CONTRACT));
  }

  private static Contract range(double low, double high) {
    return new Contract(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.of(new Range(low, high)),
        List.of(),
        List.of(),
        true);
  }

  private static Contract sum() {
    return new Contract(
        OptionalDouble.of(9), OptionalDouble.of(3), Optional.empty(), List.of(), List.of(), true);
  }

  private static Contract forbid(String label) {
    return new Contract(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        List.of(),
        List.of(label),
        true);
  }

  private static Contract known(String... labels) {
    return new Contract(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        List.of(labels),
        List.of(),
        true);
  }

  @ParameterizedTest
  @MethodSource({"transientFacts", "lastingFacts", "contracts"})
  void whatWasSeenBecomesItsVerdict(Row row) {
    row.assertVerdict();
  }
}
