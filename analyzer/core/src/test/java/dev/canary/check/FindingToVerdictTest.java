package dev.canary.check;

import static dev.canary.given.Given.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Contract;
import dev.canary.suite.Expectation;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Range;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import dev.canary.verdict.Confirmation;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table "From finding to exit code" of the product's description, row by row. The row "does not
 * load and there is no approved baseline" is an error of the command and has no finding.
 */
class FindingToVerdictTest {

  private static final OutputSpec LOGITS = Given.spec(OutputKind.LOGITS, Precision.FP32);
  private static final OutputSpec TEXT = Given.spec(OutputKind.TEXT, Precision.FP32);
  private static final int CASES = 6;
  private static final Suite SUITE = Given.suite(LOGITS, Given.cases(CASES));

  private static Output trusted(int position) {
    return Given.row(10, position, -3);
  }

  /** What was seen, and what must become of it. */
  private record Row(String seen, Judged judged, String check, Expected expected) {
    @Override
    public String toString() {
      return seen;
    }
  }

  private record Expected(
      Optional<Cause> cause, Outcome outcome, Decides decides, Severity severity, Level verdict) {}

  private static Expected broken(Cause cause) {
    return new Expected(
        Optional.of(cause), Outcome.DEVIATED, Decides.FACT, Severity.CRITICAL, Level.BROKEN);
  }

  private static Expected drifted(Cause cause) {
    return new Expected(
        Optional.of(cause), Outcome.DEVIATED, Decides.MARGIN, Severity.CRITICAL, Level.DRIFTED);
  }

  private static Expected healthy(Cause cause, Severity severity) {
    return new Expected(Optional.of(cause), Outcome.HELD, Decides.MARGIN, severity, Level.HEALTHY);
  }

  private static Expected inconclusive(Optional<Cause> cause) {
    return new Expected(
        cause, Outcome.INCONCLUSIVE, Decides.MARGIN, Severity.WARN, Level.INCONCLUSIVE);
  }

  private static Baseline stable(Suite suite, IntFunction<Output> answers) {
    return Given.baseline(suite, Given.model(), 26, (c, i) -> answers.apply(i));
  }

  /** A run of a bit-stable model. */
  private static Judged run(ModelIdentity model, IntFunction<Output> now) {
    return Judged.of(
        SUITE, stable(SUITE, FindingToVerdictTest::trusted), Given.run(SUITE, model, now));
  }

  private static Judged run(Suite suite, IntFunction<Output> before, IntFunction<Output> now) {
    return Judged.of(suite, stable(suite, before), Given.run(suite, Given.model(), now));
  }

  private static IntFunction<Output> butLast(Output last) {
    return i -> i == CASES - 1 ? last : trusted(i);
  }

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
            run(SUITE, FindingToVerdictTest::trusted, butLast(new Output(Map.of(), Map.of()))),
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
            broken(Cause.EMPTY)),
        slow("median over budget", Summary.MEDIAN, 250, 250, 250, broken(Cause.LATENCY)),
        slow("p95 over budget", Summary.P95, 10, 250, 250, broken(Cause.LATENCY)),
        slow("maximum over budget", Summary.MAX, 10, 10, 250, broken(Cause.LATENCY)),
        slow(
            "latency over the warning share",
            Summary.MEDIAN,
            190,
            190,
            190,
            healthy(Cause.LATENCY, Severity.WARN)));
  }

  private static Row failing(String seen, Reason reason, Cause cause) {
    return new Row(
        seen,
        Judged.of(
            SUITE,
            stable(SUITE, FindingToVerdictTest::trusted),
            Given.failing(SUITE, Given.model(), reason)),
        AnswersCheck.NAME,
        broken(cause));
  }

  /** A budget of 200 ms with a warning from 90 % on; the first half, the others and the last. */
  private static Row slow(
      String seen, Summary of, long first, long second, long last, Expected expected) {
    Suite suite = withBudget(Optional.of(new LatencyBudget(Duration.ofMillis(200), .9, of)));
    IntFunction<Long> millis = i -> i == CASES - 1 ? last : i < 3 ? first : second;
    return new Row(seen, timed(suite, 150, millis), LatencyCheck.NAME, expected);
  }

  private static Suite withBudget(Optional<LatencyBudget> budget) {
    return new Suite(
        SUITE.name(),
        "",
        SUITE.target(),
        SUITE.anyOutput(),
        SUITE.outputs(),
        SUITE.cases(),
        SUITE.repeats(),
        budget,
        false,
        SUITE.digest());
  }

  private static Judged timed(Suite suite, long captured, IntFunction<Long> millis) {
    Baseline baseline = stable(suite, FindingToVerdictTest::trusted);
    Baseline slow =
        new Baseline(
            baseline.suite(),
            baseline.suiteDigest(),
            baseline.model(),
            baseline.status(),
            baseline.approval(),
            baseline.provenance(),
            baseline.caseIds(),
            baseline.outputs(),
            baseline.heldOut(),
            baseline.heldOutAt(),
            List.of(longs(captured * 1_000_000), longs(captured * 500_000)),
            "");
    Run run =
        Given.observed(
            suite,
            Given.model(),
            i ->
                new Observation.Answered(
                    suite.cases().get(i).id(), trusted(i), millis.apply(i) * 1_000_000));
    return Judged.of(suite, slow, run);
  }

  private static long[] longs(long each) {
    return new long[] {each, each, each, each, each, each};
  }

  static Stream<Row> latencyWarnings() {
    return Stream.of(
        new Row(
            "slower than the baseline's own",
            timed(withBudget(Optional.empty()), 20, i -> 62L),
            LatencyCheck.NAME,
            healthy(Cause.LATENCY, Severity.WARN)),
        new Row(
            "inside the budget but slower than the baseline's own",
            timed(
                withBudget(
                    Optional.of(new LatencyBudget(Duration.ofMillis(200), .9, Summary.MEDIAN))),
                20,
                i -> 62L),
            LatencyCheck.NAME,
            healthy(Cause.LATENCY, Severity.WARN)));
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
        failingInput(),
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
            new Expectation(Optional.empty(), Optional.of(new Range(-20, 20)))),
        nonFinite(Double.NaN),
        nonFinite(Double.POSITIVE_INFINITY),
        failing("the model no longer loads", Reason.LOAD_FAILED, Cause.LOAD_FAILED),
        new Row(
            "the weight digest differs, same version",
            run(other, FindingToVerdictTest::trusted),
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

  private static Row failingInput() {
    return failing("an input that does not fit", Reason.BAD_INPUT, Cause.SCHEMA);
  }

  private static Row nonFinite(double value) {
    return new Row(
        value + " where it was finite",
        run(Given.model(), butLast(Given.row(10, value, -3))),
        ContractCheck.NAME,
        broken(Cause.NON_FINITE));
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

  static Stream<Row> movements() {
    ModelIdentity noDigest = Given.model("1", Optional.empty(), Optional.of("cpu"));
    ModelIdentity elsewhere = Given.model("1", Optional.empty(), Optional.of("gpu"));
    IntFunction<Output> scattered = i -> Given.row(10 + i * i, i - 1. / (i + 1), -3 + 5. / (i + 2));
    IntFunction<Output> shifted = i -> Given.row(11, i + 1, -2);
    IntFunction<Output> bits = i -> Given.row(10, i, Math.nextUp(-3.));
    return Stream.of(
        new Row(
            "a bit-stable case beyond its class, captured platform",
            run(noDigest, scattered),
            DeviationCheck.CLASS,
            broken(Cause.WEIGHTS_CORRUPTED)),
        new Row(
            "the same with a pattern",
            run(noDigest, shifted),
            DeviationCheck.CLASS,
            broken(Cause.SHIFTED)),
        new Row(
            "a bit-stable case beyond its class, another platform",
            run(elsewhere, shifted),
            DeviationCheck.CLASS,
            drifted(Cause.SHIFTED)),
        new Row(
            "a bit-stable case beyond its class, unknown platform",
            run(Given.recorded(), shifted),
            DeviationCheck.CLASS,
            drifted(Cause.SHIFTED)),
        new Row(
            "inside the class, same known platform",
            run(Given.model(), bits),
            DeviationCheck.BITS,
            healthy(Cause.BITS_CHANGED, Severity.WARN)),
        new Row(
            "inside the class, another platform",
            run(elsewhere, bits),
            DeviationCheck.BITS,
            healthy(Cause.NUMERIC_NOISE, Severity.INFO)),
        new Row(
            "inside the class, unknown platform",
            run(Given.recorded(), bits),
            DeviationCheck.BITS,
            healthy(Cause.NUMERIC_NOISE, Severity.INFO)));
  }

  private static Output noisy(int capture, int position) {
    return Given.row(10 + 1e-3 * ((7 * capture + 3 * position) % 11), position, -3);
  }

  static Stream<Row> margins() {
    Baseline noisy = Given.baseline(SUITE, Given.model(), 26, FindingToVerdictTest::noisy);
    Run far = Given.run(SUITE, Given.model(), i -> Given.row(11, i + 1, -2));
    Judged once = Judged.of(SUITE, noisy, far);
    Judged twice = new Judged(Confirmation.combine(once.findings(), once.findings()));
    return Stream.of(DeviationCheck.MAX, DeviationCheck.RMS)
        .map(
            check ->
                new Row(
                    "beyond the margin, confirmed: " + check,
                    twice,
                    check,
                    drifted(Cause.SHIFTED)));
  }

  static Stream<Row> notJudgeable() {
    Run run = Given.run(SUITE, Given.model(), i -> Given.row(10.1, i, -3));
    Baseline old = stable(SUITE, FindingToVerdictTest::trusted);
    Baseline few = Given.baseline(SUITE, Given.model(), 9, FindingToVerdictTest::noisy);
    Baseline alike = Given.baseline(SUITE, Given.model(), 3, (c, i) -> trusted(i));
    Finding cached =
        Finding.inconclusive("cache", Optional.of(Cause.CACHED), "answered from a cache");
    return Stream.of(
        new Row(
            "no baseline",
            Judged.of(SUITE, new Reference.Absent("there is none", "run: canary capture"), run),
            BaselineCheck.NAME,
            inconclusive(Optional.empty())),
        new Row(
            "another version",
            Judged.of(SUITE, new Reference.OtherVersion(old), run),
            BaselineCheck.NAME,
            inconclusive(Optional.of(Cause.VERSION_CHANGE))),
        new Row(
            "another version of another form",
            Judged.of(
                SUITE,
                new Reference.OtherVersion(old),
                Given.run(SUITE, Given.model(), i -> Given.row(1, 2, 3, 4))),
            BaselineCheck.NAME,
            inconclusive(Optional.of(Cause.VERSION_CHANGE))),
        new Row(
            "too few captures, which differ",
            Judged.of(SUITE, few, run),
            DeviationCheck.MAX,
            inconclusive(Optional.of(Cause.NON_DETERMINISTIC))),
        new Row(
            "too few captures to call them bit-stable",
            Judged.of(SUITE, alike, run),
            DeviationCheck.MAX,
            inconclusive(Optional.empty())),
        new Row(
            "answers from a cache",
            new Judged(List.of(cached)),
            "cache",
            inconclusive(Optional.of(Cause.CACHED))));
  }

  @ParameterizedTest
  @MethodSource({
    "transientFacts",
    "latencyWarnings",
    "lastingFacts",
    "movements",
    "margins",
    "notJudgeable"
  })
  void whatWasSeenBecomesItsVerdict(Row row) {
    Finding finding = row.judged().finding(row.check());
    Verdict verdict = row.judged().verdict();

    assertThat(finding.cause()).isEqualTo(row.expected().cause());
    assertThat(finding.outcome()).isEqualTo(row.expected().outcome());
    assertThat(finding.decides()).isEqualTo(row.expected().decides());
    assertThat(finding.severity()).isEqualTo(row.expected().severity());
    assertThat(verdict.level()).isEqualTo(row.expected().verdict());
    if (verdict.level() == Level.HEALTHY || row.expected().cause().isEmpty()) {
      assertThat(verdict.causes()).isEmpty();
    } else {
      assertThat(verdict.causes()).startsWith(row.expected().cause().orElseThrow());
    }
    assertThat(finding.reason()).isNotBlank();
  }
}
