package dev.canary.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  // binomtest(hits, tries).proportion_ci(0.95, "exact") of scipy 1.17.1
  @ParameterizedTest
  @CsvSource({
    "0, 20, 0, 0.16843347098308548",
    "3, 20, 0.03207093718554477, 0.37892682654529564",
    "20, 20, 0.8315665290169145, 1",
    "1, 200, 0.00012658102800940386, 0.027541898457558386",
  })
  void sharesHaveTheIntervalOfClopperAndPearson(int hits, int tries, double low, double high) {
    Interval share = Interval.ofShare(hits, tries);
    assertThat(share.value()).isEqualTo((double) hits / tries);
    assertThat(share.low()).isCloseTo(low, within(1e-12));
    assertThat(share.high()).isCloseTo(high, within(1e-12));
  }

  @Test
  void countsOfAtMostOneAreAShare() {
    assertThat(Interval.ofCounts(new long[] {0, 1, 0, 0})).isEqualTo(Interval.ofShare(1, 4));
  }

  @Test
  void largerCountsHaveTheNormalIntervalOfTheirMean() {
    // mean 2, standard error sqrt(2 / 2) of two values
    Interval mean = Interval.ofCounts(new long[] {1, 3});
    assertThat(mean.low()).isCloseTo(2 - 1.959963984540054, within(1e-12));
    assertThat(mean.high()).isCloseTo(2 + 1.959963984540054, within(1e-12));
  }
}
