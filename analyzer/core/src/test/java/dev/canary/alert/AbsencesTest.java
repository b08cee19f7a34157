package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.check.Cause;
import dev.canary.check.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbsencesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Absences absences = new Absences();

  private void ran(String watch, Instant due) {
    absences.ran(watch, due, MINUTE, due);
  }

  private Map<String, Transition> passed(Instant now) {
    return absences.passed(now, watch -> Optional.empty());
  }

  @Test
  void aWatchWhoseRunsStayAwayIsToldOnce() {
    ran("credit", START);

    assertThat(passed(START.plusSeconds(59))).isEmpty();
    assertThat(passed(START.plusSeconds(60)))
        .hasEntrySatisfying(
            "credit",
            stale -> {
              assertThat(stale.kind()).isEqualTo(Transition.Kind.STALE);
              assertThat(stale.at()).isEqualTo(START.plusSeconds(60));
              assertThat(stale.alert()).isEqualTo("credit!stale!" + START);
              assertThat(stale.reason()).startsWith("no run since " + START);
            });
    assertThat(passed(START.plusSeconds(600))).isEmpty();
  }

  @Test
  void aWatchThatReportsAgainIsWaitedForAgain() {
    ran("credit", START);
    passed(START.plusSeconds(60));
    ran("credit", START.plusSeconds(90));

    assertThat(passed(START.plusSeconds(149))).isEmpty();
    assertThat(passed(START.plusSeconds(150))).containsKey("credit");
  }

  @Test
  void anOlderRunAndARemovedWatchAreNotWaitedFor() {
    ran("credit", START.plusSeconds(60));
    ran("credit", START);
    ran("loans", START);
    absences.removed("loans");

    assertThat(passed(START.plusSeconds(100))).isEmpty();
  }

  @Test
  void whatWasHeardOfLateIsWaitedAfterForHalfAMinute() {
    absences.ran("credit", START, MINUTE, START.plusSeconds(300));

    assertThat(passed(START.plusSeconds(329))).isEmpty();
    assertThat(passed(START.plusSeconds(330))).containsKey("credit");
  }

  @Test
  void theSilenceOfAWatchWithAnOpenAlertIsToldOfThatAlert() {
    Alert open =
        new Alert(
            "credit!1",
            Severity.CRITICAL,
            List.of(Cause.SCHEMA),
            START,
            START,
            Ascent.NONE,
            Optional.empty(),
            Optional.empty());
    ran("credit", START);

    assertThat(absences.passed(START.plusSeconds(60), watch -> Optional.of(open)))
        .hasEntrySatisfying(
            "credit",
            stale -> {
              assertThat(stale.alert()).isEqualTo("credit!1");
              assertThat(stale.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(stale.causes()).containsExactly(Cause.SCHEMA);
            });
  }
}
