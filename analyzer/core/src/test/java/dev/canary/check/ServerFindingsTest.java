package dev.canary.check;

import static dev.canary.check.ServerRuns.SUITE;
import static dev.canary.check.ServerRuns.answered;
import static dev.canary.check.ServerRuns.baseline;
import static dev.canary.check.ServerRuns.failed;
import static dev.canary.check.ServerRuns.good;
import static dev.canary.check.ServerRuns.run;
import static dev.canary.check.ServerRuns.trusted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.check.CaseDeviation.Seen;
import dev.canary.check.ServerRuns.Row;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.verdict.Verdict.Level;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers say of themselves and of their answers, and what must become of it. */
class ServerFindingsTest {
  private static final Sign YES = Sign.yes("GET v2/health/ready: 200");
  private static final Sign NO = Sign.no("GET v2/health/ready: 503");
  private static final Sign NOTHING = Sign.nothing("its readiness is a constant");

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
  @MethodSource({"health", "attempts"})
  void whatAServerSaysBecomesItsVerdict(Row row) {
    row.assertJudged(baseline());
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
}
