package dev.canary.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleSpecTest {
  @Test
  void runsAtEqualDistancesAreThatFarApart() {
    assertThat(new ScheduleSpec.Every(Duration.ofSeconds(10)).interval())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "* * * * *, PT1M",
    "*/15 * * * *, PT15M",
    "*/40 * * * *, PT20M",
    "*/100 * * * *, PT1H",
    "'0,30 * * * *', PT1M",
    "5 * * * *, PT1H",
    "0 */5 * * *, PT4H",
    "0 */12 * * *, PT12H",
    "0 9-17 * * *, PT1H",
    "30 3 * * *, PT24H",
    "30 3 1 * *, PT24H",
    "' 0   3 * * 1 ', PT24H",
  })
  void aCronExpressionKeepsRunsAtLeastThisFarApart(String expression, Duration interval) {
    assertThat(new ScheduleSpec.Cron(expression, ZoneOffset.UTC).interval()).isEqualTo(interval);
  }
}
