package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.check.CaseDeviation.Seen;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers say of themselves and of their answers, and what must become of it. */
class ServerFindingsTest {
  private static final OutputSpec LOGITS = Given.spec(OutputKind.LOGITS, Precision.FP32);
  private static final int CASES = 6;
  private static final Suite SUITE = Given.suite(LOGITS, Given.cases(CASES));
  private static final Phases QUICK = Phases.ofTotal(1_000_000);
  private static final Sign YES = Sign.yes("GET v2/health/ready: 200");
  private static final Sign NO = Sign.no("GET v2/health/ready: 503");
  private static final Sign NOTHING = Sign.nothing("its readiness is a constant");

  private record Row(
      String seen,
      Run run,
      String check,
      Outcome outcome,
      Level verdict,
      String cause,
      String says) {
    @Override
    public String toString() {
      return seen;
    }
  }

  private static Output trusted(int position) {
    return Given.row(10, position, -3);
  }

  private static Baseline baseline() {
    return Given.baseline(SUITE, Given.model(), 26, (c, i) -> trusted(i));
  }

  private static Observation answered(int position, Map<String, String> facts) {
    return answered(position, facts, trusted(position));
  }

  private static Observation answered(int position, Map<String, String> facts, Output output) {
    return new Observation.Answered(
        "c" + position, Served.over(Served.exchange(QUICK, facts), output), 1_000_000);
  }

  private static Observation failed(int position, Reason reason, OptionalInt status) {
    Exchange exchange = new Exchange(QUICK, status, new byte[] {7}, 1, "sha256:f", Map.of());
    return new Observation.Failed(
        "c" + position, reason, "refused", 1, 0, Optional.of(exchange), Optional.empty());
  }

  private static Run run(Health health, IntFunction<Observation> observations) {
    return Served.run(SUITE, Given.model(), health, observations);
  }

  private static Run good(Health health) {
    return run(health, i -> answered(i, Map.of()));
  }

  private static Run good(Health health, IntFunction<Map<String, String>> facts) {
    return run(health, i -> answered(i, facts.apply(i)));
  }

  static Stream<Row> health() {
    OptionalInt error = OptionalInt.of(500);
    return Stream.of(
        healthRow(
            "ready and right", good(Served.health(YES, YES)), Level.HEALTHY, "", "answered 6 of 6"),
        healthRow(
            "not ready, and answering nothing",
            run(Served.health(YES, NO), i -> failed(i, Reason.NOT_READY, OptionalInt.of(503))),
            Level.BROKEN,
            "NOT_READY",
            "says it is not ready: GET v2/health/ready: 503"),
        healthRow(
            "not ready, though golden cases are answered",
            good(Served.health(YES, NO)),
            Level.BROKEN,
            "NOT_READY",
            "though it answered 6 of 6 cases"),
        healthRow(
            "not live, though golden cases are answered",
            good(Served.health(NO, NOTHING)),
            Level.BROKEN,
            "NOT_READY",
            "though it answered"),
        healthRow(
            "nobody there",
            run(
                Served.health(Sign.no("refused"), NOTHING),
                i -> failed(i, Reason.UNREACHABLE, OptionalInt.empty())),
            Level.BROKEN,
            "UNREACHABLE",
            "refused"),
        healthRow(
            "ready and answering no golden case",
            run(Served.health(YES, YES), i -> failed(i, Reason.MODEL_ERROR, error)),
            Level.BROKEN,
            "NOT_READY",
            "the server says it is ready, and answers no golden case"),
        healthRow(
            "ready and answering some",
            run(
                Served.health(YES, YES),
                i -> i == 0 ? failed(i, Reason.MODEL_ERROR, error) : answered(i, Map.of())),
            Level.BROKEN,
            "",
            "answered 5 of 6"),
        healthRow(
            "nothing that means anything",
            good(Served.health(NOTHING, NOTHING)),
            Level.HEALTHY,
            "",
            "golden cases alone tell, 6 of 6 answered: its readiness is a constant"));
  }

  private static Row healthRow(String seen, Run run, Level verdict, String cause, String says) {
    Outcome outcome = cause.isEmpty() ? Outcome.HELD : Outcome.DEVIATED;
    return new Row(seen, run, HealthCheck.NAME, outcome, verdict, cause, says);
  }

  static Stream<Row> caches() {
    Health told = Served.cacheHits(4);
    IntFunction<Map<String, String>> aged =
        i -> i < 2 ? Map.of(Exchange.CACHED, "Age: 17") : Map.of();
    return Stream.of(
        inconclusive(
            "answers that say so", good(Served.healthy(), aged), "CACHED", "2 say so: Age: 17"),
        inconclusive(
            "hits that the server counted",
            good(told),
            "CACHED",
            "4 of 6 answers came from a cache"),
        inconclusive(
            "the cure",
            good(told),
            "CACHED",
            "set nonce: row under target, then run: canary capture pets"),
        new Row(
            "a server that counts no hit",
            good(Served.cacheHits(0)),
            AnswersCheck.NAME,
            Outcome.HELD,
            Level.HEALTHY,
            "",
            ""),
        new Row(
            "a cached answer hides no fact",
            run(
                told,
                i -> answered(i, Map.of(), i == 0 ? Given.row(10, Double.NaN, -3) : trusted(i))),
            CacheCheck.NAME,
            Outcome.INCONCLUSIVE,
            Level.BROKEN,
            "CACHED",
            "cache"));
  }

  private static Row inconclusive(String seen, Run run, String cause, String says) {
    String check = cause.equals("CACHED") ? CacheCheck.NAME : VersionCheck.NAME;
    return new Row(seen, run, check, Outcome.INCONCLUSIVE, Level.INCONCLUSIVE, cause, says);
  }

  static Stream<Row> versions() {
    IntFunction<Map<String, String>> rolling = i -> Map.of(Exchange.VERSION, i < 4 ? "1" : "2");
    return Stream.of(
        inconclusive(
            "answers of two versions",
            good(Served.healthy(), rolling),
            "VERSION_CHANGE",
            "answers told 1 and 2 (4 answers of version 1, 2 answers of version 2)"),
        inconclusive(
            "metadata that changed during the run",
            good(Served.versions(Map.of("metadata", Set.of("1", "2")))),
            "VERSION_CHANGE",
            "metadata told 1 and 2; run again when the deployment is done"),
        new Row(
            "places that disagree all the time",
            good(
                Served.versions(Map.of("metadata", Set.of("1"), "index", Set.of("7"))),
                i -> Map.of(Exchange.VERSION, "1")),
            VersionCheck.NAME,
            Outcome.HELD,
            Level.HEALTHY,
            "",
            "places disagree about the version: index tells 7; metadata tells 1"));
  }

  static Stream<Row> attempts() {
    Observation.Failed reset =
        new Observation.Failed("c1", Reason.UNREACHABLE, "connection reset", 5);
    Observation again =
        new Observation.Answered("c1", trusted(1), 1_000_000, 9, Optional.of(reset));
    Observation twice =
        new Observation.Failed(
            "c1", Reason.TIMED_OUT, "no answer in 3 s", 1, 9, Optional.empty(), Optional.of(reset));
    return Stream.of(
        new Row(
            "answered at the second attempt only",
            run(Served.healthy(), i -> i == 1 ? again : answered(i, Map.of())),
            AnswersCheck.AGAIN,
            Outcome.HELD,
            Level.HEALTHY,
            "UNREACHABLE",
            "1 of 6 cases were answered at the second attempt only; c1: connection reset, then answered"),
        new Row(
            "failed at both attempts",
            run(Served.healthy(), i -> i == 1 ? twice : answered(i, Map.of())),
            AnswersCheck.NAME,
            Outcome.DEVIATED,
            Level.BROKEN,
            "UNREACHABLE",
            "c1: no answer in 3 s"));
  }

  @ParameterizedTest
  @MethodSource({"health", "caches", "versions", "attempts"})
  void whatAServerSaysBecomesItsVerdict(Row row) {
    Judged judged = Judged.of(SUITE, baseline(), row.run());
    Finding finding = judged.finding(row.check());

    assertThat(finding.outcome()).isEqualTo(row.outcome());
    assertThat(finding.cause().map(Cause::name).orElse("")).isEqualTo(row.cause());
    assertThat(finding.reason()).contains(row.says());
    assertThat(judged.verdict().level()).isEqualTo(row.verdict());
  }

  @ParameterizedTest
  @MethodSource({"caches", "versions"})
  void aRunThatNoOneModelComputedIsNoEvidence(Row row) {
    Comparison comparison = Comparison.of(SUITE, new Reference.Approved(baseline()), row.run());

    assertThat(comparison.countedScores().isPresent())
        .isEqualTo(row.outcome() != Outcome.INCONCLUSIVE);
  }

  @Test
  void bothObservationsOfACaseAreTold() {
    Row again = attempts().toList().get(0);
    Row twice = attempts().toList().get(1);

    assertThat(Judged.of(SUITE, baseline(), again.run()).finding(AnswersCheck.AGAIN).cases())
        .containsExactly(
            new CaseDeviation("c1", Double.NaN, "first: connection reset; then answered"));
    assertThat(Judged.of(SUITE, baseline(), twice.run()).finding(AnswersCheck.NAME).cases())
        .containsExactly(
            new CaseDeviation("c1", Double.NaN, "first: connection reset; then: no answer in 3 s"));
  }

  @Test
  void aFailedCaseTellsStatusAndDigestOfItsAnswerUnlessTheSuiteIsPrivate() {
    Run run = run(Served.healthy(), i -> failed(i, Reason.MODEL_ERROR, OptionalInt.of(500)));
    Suite secret =
        new Suite(
            SUITE.name(),
            "",
            SUITE.target(),
            SUITE.anyOutput(),
            SUITE.outputs(),
            SUITE.cases(),
            SUITE.repeats(),
            SUITE.latency(),
            true,
            SUITE.digest());

    assertThat(
            Judged.of(SUITE, baseline(), run).finding(AnswersCheck.NAME).cases().get(0).exchange())
        .contains(new Seen(OptionalInt.of(500), "sha256:f"));
    assertThat(Judged.of(secret, baseline(), run).finding(AnswersCheck.NAME).cases())
        .allMatch(c -> c.exchange().isEmpty() && c.note().equals("MODEL_ERROR"));
  }

  @Test
  void whatAReaderShouldKnowIsToldOnceAndDecidesNothing() {
    Health health = Served.remarking("TLS verification is off");
    Run run = good(health, i -> Map.of(Exchange.REMARK, "null for NaN", Exchange.RESENT, "reset"));
    Judged judged = Judged.of(SUITE, baseline(), run);

    Finding remarks = judged.finding(HealthCheck.REMARKS);
    assertThat(remarks.reason())
        .isEqualTo(
            "TLS verification is off; 6 answers: null for NaN; 6 answers: sent again: reset");
    assertThat(remarks.decides()).isEqualTo(Decides.NOTHING);
    assertThat(judged.verdict().level()).isEqualTo(Level.HEALTHY);
  }

  static Stream<Row> metadata() {
    return Stream.of(
        described(
            "the same",
            Map.of("interface.input.x", "FP32 [-1,4]"),
            Outcome.HELD,
            "is the baseline's"),
        described(
            "another type",
            Map.of("interface.input.x", "FP64 [-1,4]"),
            Outcome.DEVIATED,
            "input.x was FP32 [-1,4], is FP64 [-1,4]"),
        described(
            "another shape",
            Map.of("interface.input.x", "FP32 [-1,5]"),
            Outcome.DEVIATED,
            "is FP32 [-1,5]"),
        described(
            "another name",
            Map.of("interface.input.y", "FP32 [-1,4]"),
            Outcome.DEVIATED,
            "input.x (FP32 [-1,4]) is gone; input.y (FP32 [-1,4]) is new"),
        described(
            "a server that tells nothing any more",
            Map.of("server", "triton"),
            Outcome.HELD,
            "not compared: this target tells none any more"));
  }

  private static Row described(String seen, Map<String, String> now, Outcome outcome, String says) {
    Run run = Served.run(SUITE, telling(now), Served.healthy(), i -> answered(i, Map.of()));
    boolean held = outcome == Outcome.HELD;
    return new Row(
        seen,
        run,
        MetadataCheck.NAME,
        outcome,
        held ? Level.HEALTHY : Level.BROKEN,
        held ? "" : "SCHEMA",
        says);
  }

  private static ModelIdentity telling(Map<String, String> provenance) {
    ModelIdentity model = Given.model();
    return new ModelIdentity(
        model.name(),
        model.version(),
        model.artifactDigest(),
        model.weightDigest(),
        model.engine(),
        model.engineVersion(),
        model.platform(),
        provenance);
  }

  @ParameterizedTest
  @MethodSource("metadata")
  void theServersDescriptionIsHeldAgainstTheBaselines(Row row) {
    ModelIdentity captured = telling(Map.of("interface.input.x", "FP32 [-1,4]"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));
    Judged judged = Judged.of(SUITE, baseline, row.run());
    Finding finding = judged.finding(MetadataCheck.NAME);

    assertThat(finding.outcome()).isEqualTo(row.outcome());
    assertThat(finding.cause().map(Cause::name).orElse("")).isEqualTo(row.cause());
    assertThat(finding.reason()).contains(row.says());
    assertThat(judged.verdict().level()).isEqualTo(row.verdict());
    List<Finding> described =
        Judged.of(SUITE, new Reference.OtherVersion(baseline), row.run()).findings();
    assertThat(described)
        .filteredOn(f -> f.check().equals(MetadataCheck.NAME))
        .allMatch(f -> f.decides() == Decides.NOTHING);
  }

  @Test
  void anotherRowInABatchNeedsOtherCapturesAndAnotherEncodingIsTold() {
    ModelIdentity captured = telling(Map.of("request.nonce", "none", "request.encoding", "binary"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));

    Judged row = sent(baseline, Map.of("request.nonce", "row", "request.encoding", "binary"));
    Judged json = sent(baseline, Map.of("request.nonce", "none", "request.encoding", "json"));

    assertThat(row.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(row.finding(MetadataCheck.SENT).reason())
        .contains("nonce was none, is row", "run: canary capture pets");
    assertThat(json.verdict().level()).isEqualTo(Level.HEALTHY);
    assertThat(json.finding(MetadataCheck.SENT).reason()).contains("encoding was binary, is json");
  }

  private static Judged sent(Baseline baseline, Map<String, String> now) {
    return Judged.of(
        SUITE,
        baseline,
        Served.run(SUITE, telling(now), Served.healthy(), i -> answered(i, Map.of())));
  }

  @Test
  void whatIsReadOffAnswersIsNoChangeWhereNoneCame() {
    ModelIdentity captured =
        telling(Map.of("request.encoding", "application/json", "request.nonce", "none"));
    Baseline baseline = Given.baseline(SUITE, captured, 26, (c, i) -> trusted(i));
    ModelIdentity silent = telling(Map.of("request.nonce", "none"));
    Run none =
        Served.run(
            SUITE,
            silent,
            Served.healthy(),
            i -> failed(i, Reason.MODEL_ERROR, OptionalInt.of(500)));
    Run some = Served.run(SUITE, silent, Served.healthy(), i -> answered(i, Map.of()));

    assertThat(Judged.of(SUITE, baseline, none).findings())
        .extracting(Finding::check)
        .doesNotContain(MetadataCheck.SENT);
    assertThat(Judged.of(SUITE, baseline, some).finding(MetadataCheck.SENT).reason())
        .contains("encoding");
  }
}
