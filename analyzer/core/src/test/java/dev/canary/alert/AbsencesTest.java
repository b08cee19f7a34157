package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AbsencesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Absences absences = new Absences();

  @Test
  void aWatchWhoseRunsStayAwayIsToldOnce() {
    absences.ran("credit", START, MINUTE);

    assertThat(absences.passed(START.plusSeconds(59))).isEmpty();
    assertThat(absences.passed(START.plusSeconds(60)))
        .hasEntrySatisfying(
            "credit",
            stale -> {
              assertThat(stale.kind()).isEqualTo(Transition.Kind.STALE);
              assertThat(stale.alert()).isEqualTo("credit!stale!" + START);
              assertThat(stale.reason()).isEqualTo("no run since " + START);
            });
    assertThat(absences.passed(START.plusSeconds(600))).isEmpty();
  }

  @Test
  void aWatchThatReportsAgainIsWaitedForAgain() {
    absences.ran("credit", START, MINUTE);
    absences.passed(START.plusSeconds(60));
    absences.ran("credit", START.plusSeconds(90), MINUTE);

    assertThat(absences.passed(START.plusSeconds(149))).isEmpty();
    assertThat(absences.passed(START.plusSeconds(150))).containsKey("credit");
  }

  @Test
  void anOlderRunAndARemovedWatchAreNotWaitedFor() {
    absences.ran("credit", START.plusSeconds(60), MINUTE);
    absences.ran("credit", START, MINUTE);
    absences.ran("loans", START, MINUTE);
    absences.removed("loans");

    assertThat(absences.passed(START.plusSeconds(100))).isEmpty();
  }
}
