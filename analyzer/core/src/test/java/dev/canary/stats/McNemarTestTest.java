package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTestTest {

  private static final McNemarTest TEST = McNemarTest.withDefaults();

  @ParameterizedTest
  @CsvSource({
    // vectors.md V33
    "1, 9, 0.021484375",
    "3, 15, 0.007537841796875",
    // whole-number sums in Python; binomtest(b, b + c) of scipy 1.17.1 agrees
    "0, 1, 1",
    "5, 5, 1",
    "7, 8, 1",
    "400, 520, 8.549170923883778e-05",
    "2, 1000, 2.3448435067617075e-296"
  })
  void exactValuesAgreeWithOtherTools(int b, int c, double p) {
    assertThat(TEST.test(b, c).pValue()).isCloseTo(p, within(1e-12 * p));
    assertThat(TEST.test(c, b)).isEqualTo(TEST.test(b, c));
    assertThat(TEST.test(b, c).statistic()).isEqualTo(Math.min(b, c));
  }

  @Test
  void answersAndTablesAreCountedOffTheDiagonal() {
    // vectors.md V33: discordant (1, 9)
    double[] x = Vectors.repeat(0, 9, 1, 1, 0, 5, 1, 4);
    double[] y = Vectors.repeat(1, 9, 0, 1, 0, 5, 1, 4);
    assertThat(TEST.test(x, y)).isEqualTo(TEST.test(1, 9));
    assertThat(TEST.test(new long[][] {{5, 9}, {1, 4}})).isEqualTo(TEST.test(9, 1));
  }

  @Test
  void theLogarithmOutlivesTheSmallestDouble() {
    assertThat(TEST.test(0, 100_000).logPValue()).isCloseTo(-99_999 * Math.log(2), within(1e-7));
  }

  @Test
  void impossibleAnswersAreRefused() {
    assertThatThrownBy(() -> TEST.test(Vectors.values(0, 2), Vectors.values(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x[1] is 2.0: an answer is 0 or 1");
    assertThatThrownBy(() -> TEST.test(new long[][] {{1, 2, 3}, {1, 2, 3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table must have two rows and two columns");
    assertThatThrownBy(() -> TEST.test(new long[][] {{1, 2}, {-3, 1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a count is -3: a count is not negative");
  }

  @Test
  void noDiscordantCaseIsNoEvidence() {
    assertThat(TEST.test(0, 0)).isEqualTo(new Significance(0, 1, "exact"));
  }

  @Test
  void anUnderflowIsTheSmallestDouble() {
    assertThat(TEST.test(0, 100_000).pValue()).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> TEST.test(3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("c is -1: a count is not negative");
    assertThatThrownBy(() -> TEST.test(Integer.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b + c is 2147483648");
  }
}
