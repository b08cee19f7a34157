package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static Calibration captures(int r, Set<Score> scores) {
    List<SuiteScores> heldOut =
        IntStream.range(0, r)
            .mapToObj(i -> new SuiteScores(2 + i * 1e-4, 1 + i * 1e-5, i % 2))
            .toList();
    return Calibration.of(scores, heldOut);
  }

  @ParameterizedTest
  @CsvSource({"10, 31", "20, 16", "100, 7", "1000, 4", "10000, 3"})
  void aPersistentChangeOfAllThreeScoresAlertsInSoManyRuns(int r, int runs) {
    Calibration spread =
        captures(r, Score.ALL).with(new Decorrelation.Spread(Duration.ofMinutes(5)));
    Evidence evidence = Evidence.of(spread, Budget.DEFAULT.whole(), "w").with(Lane.FIXED_REFERENCE);
    Delay delay = Delay.of(evidence, TEN_SECONDS);
    assertThat(delay.everyRun(evidence.start(), Score.ALL).orElseThrow()).isLessThanOrEqualTo(runs);
  }
}
