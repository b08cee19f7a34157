package dev.canary.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.given.Given;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.Exchange;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a replay notes of cases that are sent twice, late, or over a wire. */
class AttemptsTest {
  private static final Suite SUITE = Given.suite(OutputSpec.DEFAULT, Given.cases(3));
  private static final long MILLI = 1_000_000;

  private long nanos;

  /** A server whose n-th request fails when told so; every request takes as long as told. */
  private final class Server implements Target {
    final IntUnaryOperator failsAt;
    final Phases phases;
    int requests;

    Server(IntUnaryOperator failsAt, Phases phases) {
      this.failsAt = failsAt;
      this.phases = phases;
    }

    @Override
    public ModelIdentity identity() {
      return Given.model();
    }

    @Override
    public int attempts() {
      return 2;
    }

    @Override
    public Output predict(Case golden) throws PredictionException {
      nanos += phases.totalNanos();
      int request = requests++;
      Exchange exchange =
          new Exchange(phases, OptionalInt.of(200), new byte[0], 0, "sha256:" + request, Map.of());
      if (failsAt.applyAsInt(request) != 0) {
        throw new PredictionException(Reason.UNREACHABLE, "reset " + request).with(exchange);
      }
      return new Output(Given.row(request).tensors(), Map.of(), Optional.of(exchange));
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private Run run(Target target, Duration limit) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new Replay(clock, () -> nanos, limit, done -> {}).run(SUITE, target, Order.asWritten(3));
  }

  @Test
  void aSingleFailureIsSentAgainAtOnceAndBothObservationsAreKept() {
    Run run = run(new Server(r -> r == 1 ? 1 : 0, Phases.ofTotal(MILLI)), Duration.ofMinutes(1));

    assertThat(run.failed()).isZero();
    Observation second = run.observations().get(1);
    Observation.Failed earlier = second.earlier().orElseThrow();
    assertThat(earlier.message()).isEqualTo("reset 1");
    assertThat(earlier.exchange().orElseThrow().digest()).isEqualTo("sha256:1");
    assertThat(earlier.sentNanos()).isEqualTo(MILLI);
    assertThat(second.sentNanos()).isEqualTo(2 * MILLI);
    assertThat(run.observations().get(0).earlier()).isEmpty();
  }

  @Test
  void aCaseThatFailsTwiceHasFailedAndSaysBothReasons() {
    Run run =
        run(
            new Server(r -> r == 1 || r == 2 ? 1 : 0, Phases.ofTotal(MILLI)),
            Duration.ofMinutes(1));

    Observation.Failed second = (Observation.Failed) run.observations().get(1);
    assertThat(second.message()).isEqualTo("reset 2");
    assertThat(second.earlier().orElseThrow().message()).isEqualTo("reset 1");
  }

  @Test
  void aFailureAtTheLimitOfTheRunKeepsItsOwnReason() {
    Run run = run(new Server(r -> 1, Phases.ofTotal(40 * MILLI)), Duration.ofMillis(70));

    assertThat(run.observations())
        .extracting(o -> ((Observation.Failed) o).message())
        .containsExactly(
            "reset 1",
            "not sent: the run's limit of 70 ms had passed",
            "not sent: the run's limit of 70 ms had passed");
  }

  /** A prober that stalls with its server sends late, and would measure it too kindly. */
  @Test
  void theWaitForATurnBehindLateAnswersIsLatencyOfTheCase() {
    Run run =
        run(new Server(r -> 0, Phases.ofTotal(MILLI).withWaited(9 * MILLI)), Duration.ofMinutes(1));

    assertThat(run.observations()).extracting(Observation::latencyNanos).containsOnly(10 * MILLI);
  }
}
