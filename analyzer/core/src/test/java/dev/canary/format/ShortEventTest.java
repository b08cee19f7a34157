package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are too large for a record. */
class ShortEventTest {
  private static final int CASES = 40;
  private static final int FINDINGS = 60;

  @Test
  void whatFitsStaysAsItIs() {
    String json = event("reason");

    assertThat(ShortEvent.of(json, json.getBytes(StandardCharsets.UTF_8).length)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200000 | [\"notes\"]",
        "100000 | [\"notes\",\"cases\"]",
        "30000 | [\"notes\",\"cases\",\"findings that held\"]",
      })
  void asLittleAsPossibleIsLeftOutTheLeastMissedFirst(int most, String omitted) {
    ShortEvent left = ShortEvent.of(event("reason"), most).orElseThrow();

    assertThat(left.json()).contains("\"omitted\":" + omitted).doesNotContain("note\"");
    assertThat(left.json().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(most);
    assertThat(left.run()).contains("credit@1");
  }

  @Test
  void longTextsAndListsAreCutLastAndSaySo() {
    ShortEvent left =
        ShortEvent.of(event("x" + "\\uD83D\\uDC24é".repeat(3000)), 60_000).orElseThrow();

    assertThat(left.json())
        .contains("\"omitted\":[\"notes\",\"cases\",\"findings that held\",\"lists\",\"texts\"]")
        .contains("...\"");
    assertThat(left.json().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(60_000);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(left.json())).isTrue();
  }

  @Test
  void whatIsNoObjectCannotBeShortened() {
    assertThat(ShortEvent.of("\"" + "x".repeat(100) + "\"", 50)).isEmpty();
  }

  /** A run of many findings, every second of which held. */
  private static String event(String reason) {
    String cases =
        IntStream.range(0, CASES)
            .mapToObj(
                i ->
                    "{\"id\":\"case-%d\",\"deviation\":1.5,\"note\":\"%s\"}"
                        .formatted(i, "n".repeat(80)))
            .collect(Collectors.joining(",", "[", "]"));
    String filler = "f".repeat(450);
    return IntStream.range(0, FINDINGS)
        .mapToObj(
            i ->
                "{\"check\":\"c%d\",\"outcome\":\"%s\",\"reason\":\"%s\",\"filler\":\"%s\",\"cases\":%s}"
                    .formatted(i, i % 2 == 0 ? "HELD" : "DEVIATED", reason, filler, cases))
        .collect(
            Collectors.joining(
                ",",
                "{\"run\":{\"id\":\"credit@1\"},\"verdict\":\"DRIFTED\",\"findings\":[",
                "]}"));
  }
}
