package dev.canary.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.given.Given;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Suite SUITE = Given.suite(OutputSpec.DEFAULT, Given.cases(4));

  private final Hands hands = new Hands();
  private final List<Integer> done = new ArrayList<>();

  /** A clock that a test moves. */
  private static final class Hands {
    private long nanos = 1_000;

    void pass(Duration time) {
      nanos += time.toNanos();
    }
  }

  /** Answers each case by its number, and notes what it is asked; some cases go wrong. */
  private final class Noting implements Target {
    final List<String> calls = new ArrayList<>();
    final Map<String, Exception> failures = new HashMap<>();
    Duration each = Duration.ofMillis(2);

    @Override
    public ModelIdentity identity() {
      return Given.model();
    }

    @Override
    public Output predict(Case golden) throws PredictionException {
      calls.add(golden.id());
      hands.pass(each);
      Exception failure = failures.get(golden.id());
      if (failure instanceof PredictionException known) {
        throw known;
      }
      if (failure instanceof RuntimeException unknown) {
        throw unknown;
      }
      return Given.row(Double.parseDouble(golden.id().substring(1)));
    }

    @Override
    public void reset() throws PredictionException {
      calls.add("reset");
      hands.pass(Duration.ofMillis(50));
      if (failures.get("reset") instanceof PredictionException known) {
        throw known;
      }
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private Replay replay(Duration limit) {
    return new Replay(Clock.fixed(START, ZoneOffset.UTC), () -> hands.nanos, limit, done::add);
  }

  private Run run(Target target, Integer... order) {
    return replay(Duration.ofMinutes(1)).run(SUITE, target, new Order(List.of(order)));
  }

  @Test
  void casesAreSentInTheGivenOrderAndNotedInThatOfTheSuite() {
    Noting target = new Noting();
    Run run = run(target, 2, 0, 3, 1);

    assertThat(target.calls.stream().filter(call -> call.startsWith("c")))
        .containsExactly("c2", "c0", "c3", "c1");
    assertThat(run.observations().stream().map(Observation::caseId))
        .containsExactly("c0", "c1", "c2", "c3");
    assertThat(answer(run, 3)).isEqualTo(3);
    assertThat(done).containsExactly(1, 2, 3, 4);
    assertThat(run.startedAt()).isEqualTo(START);
    assertThat(run.duration()).isEqualTo(Duration.ofMillis(4 * 52));
    assertThat(run.failed()).isZero();
  }

  @Test
  void stateIsClearedBeforeEveryCaseAndThatTimeIsNoLatency() {
    Noting target = new Noting();
    Run run = run(target, 0, 1, 2, 3);

    assertThat(target.calls)
        .containsExactly("reset", "c0", "reset", "c1", "reset", "c2", "reset", "c3");
    assertThat(run.observations().stream().map(Observation::latencyNanos)).containsOnly(2_000_000L);
  }

  @Test
  void aFailureIsAnObservationAndHidesNoOtherCase() {
    Noting target = new Noting();
    target.failures.put("c1", new PredictionException(Reason.BAD_INPUT, "no feature age"));
    Run run = run(target, 0, 1, 2, 3);

    assertThat(run.observations().get(1))
        .isEqualTo(
            new Observation.Failed(
                "c1",
                Reason.BAD_INPUT,
                "no feature age",
                2_000_000,
                102_000_000,
                Optional.empty(),
                Optional.empty()));
    assertThat(run.failed()).isEqualTo(1);
    assertThat(answer(run, 2)).isEqualTo(2);
  }

  @Test
  void anExceptionThatNobodyExpectedIsAnErrorOfTheModel() {
    Noting target = new Noting();
    target.failures.put("c2", new IllegalStateException("engine: bad\n  at layer 3"));
    Run run = run(target, 0, 1, 2, 3);

    assertThat(run.observations().get(2))
        .isEqualTo(
            new Observation.Failed(
                "c2",
                Reason.MODEL_ERROR,
                "java.lang.IllegalStateException: engine: bad",
                2_000_000,
                154_000_000,
                Optional.empty(),
                Optional.empty()));
    assertThat(answer(run, 3)).isEqualTo(3);
  }

  @Test
  void stateThatCannotBeClearedFailsTheCase() {
    Noting target = new Noting();
    target.failures.put("reset", new PredictionException(Reason.MODEL_ERROR, "no such method"));

    assertThat(run(target, 0, 1, 2, 3).failed()).isEqualTo(4);
    assertThat(target.calls).containsOnly("reset");
  }

  @Test
  void casesThatTheDeadlineLeavesUnsentAreFailed() {
    Noting target = new Noting();
    target.each = Duration.ofSeconds(40);
    Run run = run(target, 3, 2, 1, 0);

    assertThat(target.calls).doesNotContain("c0", "c1").contains("c3", "c2");
    assertThat(run.observations().get(0))
        .isEqualTo(
            new Observation.Failed(
                "c0", Reason.TIMED_OUT, "not sent: the run's limit of 60000 ms had passed", 0));
    assertThat(run.failed()).isEqualTo(2);
  }

  @Test
  void anOrderForAnotherNumberOfCasesIsRefused() {
    assertThatThrownBy(() -> run(new Noting(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the order has 2 positions for 4 cases");
  }

  private static double answer(Run run, int position) {
    Observation.Answered answered = (Observation.Answered) run.observations().get(position);
    return Given.tensor(answered.output()).doubleAt(0);
  }
}
