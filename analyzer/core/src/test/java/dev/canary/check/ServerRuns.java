package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.given.Served;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException.Reason;
import dev.canary.verdict.Verdict.Level;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Runs against a server, and what is expected of them. */
final class ServerRuns {
  static final Suite SUITE =
      Given.suite(Given.spec(OutputKind.LOGITS, Precision.FP32), Given.cases(6));
  private static final Phases QUICK = Phases.ofTotal(1_000_000);

  private ServerRuns() {}

  /** What was seen, and what must become of it. */
  record Row(
      String seen,
      Run run,
      String check,
      Outcome outcome,
      Level verdict,
      String cause,
      String says) {
    /** Judges the run, and holds finding and verdict against what is expected. */
    void assertJudged(Baseline baseline) {
      Judged judged = Judged.of(SUITE, baseline, run);
      Finding finding = judged.finding(check);

      assertThat(finding.outcome()).isEqualTo(outcome);
      assertThat(finding.cause().map(Cause::name).orElse("")).isEqualTo(cause);
      assertThat(finding.reason()).contains(says);
      assertThat(judged.verdict().level()).isEqualTo(verdict);
    }

    @Override
    public String toString() {
      return seen;
    }
  }

  static Output trusted(int position) {
    return Given.row(10, position, -3);
  }

  static Baseline baseline() {
    return Given.baseline(SUITE, Given.model(), 26, (c, i) -> trusted(i));
  }

  static Observation answered(int position, Map<String, String> facts) {
    return answered(position, facts, trusted(position));
  }

  static Observation answered(int position, Map<String, String> facts, Output output) {
    return new Observation.Answered(
        "c" + position, Served.over(Served.exchange(QUICK, facts), output), 1_000_000);
  }

  static Observation failed(int position, Reason reason, OptionalInt status) {
    Exchange exchange = new Exchange(QUICK, status, new byte[] {7}, 1, "sha256:f", Map.of());
    return new Observation.Failed(
        "c" + position, reason, "refused", 1, 0, Optional.of(exchange), Optional.empty());
  }

  static Run run(Health health, IntFunction<Observation> observations) {
    return Served.run(SUITE, Given.model(), health, observations);
  }

  static Run good(Health health) {
    return run(health, i -> answered(i, Map.of()));
  }

  static Run good(Health health, IntFunction<Map<String, String>> facts) {
    return run(health, i -> answered(i, facts.apply(i)));
  }
}
