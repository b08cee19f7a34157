package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.check.Cause;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilencesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final AlertRules RULES =
      new AlertRules(
          "credit",
          new Policy(1, 1, 3, Duration.ZERO),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Optional.empty());

  private static Silence silence(String watch, long from, long until) {
    return Silence.of(watch, START.plusSeconds(from), START.plusSeconds(until), "ana", "moving");
  }

  @ParameterizedTest(name = "{0} at {1} s: {2}")
  @CsvSource({
    "credit,           0, true",
    "credit,          59, true",
    "credit,          60, false",
    "credit,          -1, false",
    "credit/a:80,     30, true",
    "credit-card,     30, false",
    "cre,             30, false"
  })
  void aSilenceCoversItsWatchAndTheReplicasOfIt(String watch, long seconds, boolean covered) {
    Silences silences = new Silences(List.of(silence("credit", 0, 60)));

    assertThat(silences.covers(watch, START.plusSeconds(seconds)).isPresent()).isEqualTo(covered);
  }

  @Test
  void ofSeveralTheOneIsToldThatEndsLast() {
    Silence shorter = silence("credit", 0, 60);
    Silence longer = silence("credit", 10, 90);

    assertThat(new Silences(List.of(longer, shorter)).covers("credit", START.plusSeconds(30)))
        .contains(longer);
  }

  @Test
  void aSilenceNeedsAnEndAfterItsBeginningAndAReason() {
    assertThatThrownBy(() -> silence("credit", 60, 0)).hasMessageContaining("ends before");
    assertThatThrownBy(() -> Silence.of("credit", START, START, "ana", " "))
        .hasMessageContaining("reason");
  }

  /**
   * An alert every row, run by run a minute apart, always unreachable; the silence holds in minutes
   * [from, until). Told is what happened at which minute.
   */
  @ParameterizedTest(name = "silent from {0} to {1}: {2}")
  @CsvSource({
    "0,  0,  OPENED 0; REMINDED 10; REMINDED 20",
    "5,  15, OPENED 0; REMINDED 15; REMINDED 25",
    "0,  5,  OPENED 0; REMINDED 5; REMINDED 15; REMINDED 25",
    "0,  30, OPENED 0"
  })
  void whoWasToldUnderASilenceIsToldWhenItIsOver(int from, int until, String told) {
    Silences silences = new Silences(List.of(silence("credit", from * 60L, until * 60L)));
    List<String> heard = new ArrayList<>();
    AlertState state = AlertState.NONE;
    for (int minute = 0; minute < 30; minute++) {
      Instant at = START.plus(PERIOD.multipliedBy(minute));
      AlertMachine.Step step =
          AlertMachine.step(silences.rules(RULES, state, at), state, unreachable(at));
      for (Transition each : step.transitions()) {
        heard.add(each.kind() + " " + minute);
      }
      state = step.state();
    }

    assertThat(String.join("; ", heard)).isEqualTo(told);
  }

  @Test
  void whoIsToldAfterASilenceHearsThatItIsOverAndWhatIsStillWrong() {
    Silences silences = new Silences(List.of(silence("credit", 0, 60)));
    AlertState open = AlertMachine.step(RULES, AlertState.NONE, unreachable(START)).state();
    Instant after = START.plusSeconds(60);

    AlertMachine.Step step =
        AlertMachine.step(silences.rules(RULES, open, after), open, unreachable(after));

    assertThat(step.transitions())
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.kind()).isEqualTo(Transition.Kind.REMINDED);
              assertThat(told.reason())
                  .isEqualTo(
                      "the silence of ana (moving) ended at 2026-11-21T12:01:00Z; still wrong: no"
                          + " answer");
            });
  }

  @Test
  void whatGetsWorseWhenASilenceIsOverIsToldOnce() {
    Silences silences = new Silences(List.of(silence("credit", 0, 60)));
    AlertState open = AlertMachine.step(RULES, AlertState.NONE, unreachable(START)).state();
    Instant after = START.plusSeconds(60);
    Complaint broken =
        new Complaint(
            Complaint.Kind.LASTING, "contract", Optional.of(Cause.CONTRACT), "bad", List.of());
    Signal worse =
        new Signal.Ran(
            "run", after, Tier.GOLDEN, Level.BROKEN, List.of(broken), Signal.Way.AT_REST);

    assertThat(AlertMachine.step(silences.rules(RULES, open, after), open, worse).transitions())
        .singleElement()
        .satisfies(told -> assertThat(told.kind()).isEqualTo(Transition.Kind.ESCALATED));
  }

  private static Signal.Ran unreachable(Instant at) {
    Complaint complaint =
        new Complaint(
            Complaint.Kind.TRANSIENT,
            "answers",
            Optional.of(Cause.UNREACHABLE),
            "no answer",
            List.of());
    return new Signal.Ran(
        "run@" + at, at, Tier.GOLDEN, Level.BROKEN, List.of(complaint), Signal.Way.AT_REST);
  }
}
