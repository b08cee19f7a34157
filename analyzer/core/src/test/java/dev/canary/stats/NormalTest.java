package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {

  // mpmath 1.3.0, 40 digits: ncdf(-z) and its logarithm
  @ParameterizedTest
  @CsvSource({
    "-40,  1,                         0",
    "-8,   0.999999999999999378,      -6.22096057427178606e-16",
    "-0.5, 0.691462461274013104,      -0.368946415288656393",
    "0,    0.5,                       -0.693147180559945309",
    "0.3,  0.382088577811047367,      -0.962102818168850657",
    "1,    0.158655253931457051,      -1.84102164500926351",
    "3,    0.00134989803163009453,    -6.60772622151034954",
    "8,    6.22096057427178412e-16,   -35.0134371599145499",
    "12,   1.776482112077679e-33,     -75.4106730015687959",
    "20,   2.7536241186062337e-89,    -203.917155371097264",
    "30,   4.90671392714818706e-198,  -454.321243956343197",
    "37,   5.72557122252457682e-300,  -689.030585576890594",
    "100,  0,                         -5005.52420869420509",
  })
  void theTailKeepsItsDigits(double z, double survival, double log) {
    assertThat(Normal.survival(z)).isCloseTo(survival, within(2e-15 * survival));
    assertThat(Normal.logSurvival(z)).isCloseTo(log, within(2e-15 * Math.abs(log)));
  }
}
