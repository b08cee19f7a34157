package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.wire.WireAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(10));

  private static WireAnswer refusal(Map<String, String> headers) {
    return WireAnswer.of(503, headers, new byte[0]);
  }

  private static Optional<Duration> first(Map<String, String> headers) {
    return BACK_OFF.after(refusal(headers), 1, Duration.ZERO, "id", NOW);
  }

  @ParameterizedTest
  @CsvSource({"200, false", "400, false", "429, true", "500, false", "502, false", "503, true"})
  void refusedForNowAreTwoStatuses(int status, boolean refused) {
    assertThat(BackOff.isRefused(WireAnswer.of(status, Map.of(), new byte[0]))).isEqualTo(refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | PT1S",
        " 7 | PT7S",
        "10 | PT10S",
        "11 | ",
        "99999999999999999999 | ",
        "Thu, 01 Jan 2026 00:00:05 GMT | PT5S",
        "Thu, 01 Jan 2026 01:00:00 GMT | ",
      })
  void whatTheServerAsksForIsDoneWithinTheLimit(String retryAfter, String wait) {
    assertThat(first(Map.of("Retry-After", retryAfter)))
        .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 | 0 | ",
        "120 | 0 | the server asks to wait 120 s; the target waits at most 10 s",
        "6 | 8.5 | the server asks to wait 6 s; the target waits at most 10 s, of which 8.5 s have"
            + " passed",
        "soon | 0 | ",
      })
  void whatIsAskedBeyondTheLimitIsTold(String retryAfter, String spent, String told) {
    assertThat(
            BACK_OFF.beyond(
                refusal(Map.of("Retry-After", retryAfter)),
                Duration.parse("PT" + spent + "S"),
                NOW))
        .isEqualTo(Optional.ofNullable(told));
  }

  @Test
  void aDateIsByTheServersClock() {
    assertThat(
            first(
                Map.of(
                    "Retry-After", "Thu, 01 Jan 2026 09:00:05 GMT",
                    "Date", "Thu, 01 Jan 2026 09:00:02 GMT")))
        .contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "0", "'Thu, 01 Jan 1970 00:00:00 GMT'"})
  void whatAsksForNoWaitGetsTheProbersOwn(String retryAfter) {
    assertThat(first(Map.of("Retry-After", retryAfter)).orElseThrow())
        .isBetween(Duration.ofMillis(75), Duration.ofMillis(100));
  }

  @Test
  void withoutAWordOfTheServerTheWaitsDoubleAndSoonEnd() {
    List<Long> waits = new ArrayList<>();
    for (int refusals = 1; refusals <= 5; refusals++) {
      BACK_OFF
          .after(refusal(Map.of()), refusals, Duration.ZERO, "id", NOW)
          .ifPresent(wait -> waits.add(wait.toMillis()));
    }

    assertThat(waits).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(waits.get(i)).isBetween(75L << i, 100L << i);
    }
  }

  @Test
  void theSameRequestWaitsTheSameAndOthersWaitOthers() {
    List<Duration> waits =
        List.of("a-1", "a-1", "b-2").stream()
            .map(id -> BACK_OFF.after(refusal(Map.of()), 3, Duration.ZERO, id, NOW).orElseThrow())
            .toList();

    assertThat(waits.get(0)).isEqualTo(waits.get(1)).isNotEqualTo(waits.get(2));
  }

  @Test
  void allWaitsTogetherStayWithinTheLimit() {
    WireAnswer six = refusal(Map.of("Retry-After", "6"));

    assertThat(BACK_OFF.after(six, 2, Duration.ofSeconds(4), "id", NOW)).isPresent();
    assertThat(BACK_OFF.after(six, 2, Duration.ofSeconds(5), "id", NOW)).isEmpty();
  }
}
