package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldEvidenceTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "10, 10, the next run counts up to itself",
    "0, 0, the same instant again counts nothing",
    "-1, 0, a run that another has overtaken sets nothing back",
    "-3599, 0, also one that took nearly an hour",
    "-3600, -3600, a clock that was set back goes on from there",
    "-86400, -86400, however far",
    "86400, 86400, after a pause time goes on from now",
  })
  void timeIsCountedOnce(long dueSeconds, long countedSeconds, String why) {
    HeldEvidence held = new HeldEvidence("sha256:0", new double[0], NOON);

    assertThat(held.countedAfter(NOON.plusSeconds(dueSeconds)))
        .as(why)
        .isEqualTo(NOON.plusSeconds(countedSeconds));
  }
}
