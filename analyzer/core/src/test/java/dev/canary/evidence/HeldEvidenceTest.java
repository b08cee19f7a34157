package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldEvidenceTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "10, 10, 10, the next run counts up to itself",
    "0, 10, 0, the same instant again counts nothing",
    "-1, 10, 0, a run that another has overtaken sets nothing back",
    "-19, 10, 0, also one that is nearly two intervals late",
    "-20, 10, -20, a clock that was set back goes on from there",
    "-86400, 10, -86400, however far",
    "86400, 10, 86400, after a pause time goes on from now",
  })
  void timeIsCountedOnce(long dueSeconds, long intervalSeconds, long countedSeconds, String why) {
    HeldEvidence held = new HeldEvidence("sha256:0", new double[0], NOON);

    assertThat(held.countedAfter(NOON.plusSeconds(dueSeconds), Duration.ofSeconds(intervalSeconds)))
        .as(why)
        .isEqualTo(NOON.plusSeconds(countedSeconds));
  }
}
