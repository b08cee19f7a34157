package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KappaCalibratorTest {

  @ParameterizedTest
  @CsvSource({
    // statistics.md 2.2
    "0.5, 0.05, 2.2360680",
    "0.5, 0.01, 5",
    "0.5, 1e-4, 50",
    "0.1, 0.05, 1.482269",
    "0.1, 0.01, 6.309573",
    "0.1, 1e-4, 398.107171",
  })
  void aPValueBecomesAnEValue(double kappa, double p, double e) {
    double found = Math.exp(KappaCalibrator.of(kappa).logE(Math.log(p)));
    assertThat(found).isCloseTo(e, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {.05, .2, .5, .9})
  void theMeanOverUniformPValuesIsOne(double kappa) {
    // substitution p = u^(1/kappa) makes the integrand f(p) dp/du constant: exactly 1
    KappaCalibrator calibrator = KappaCalibrator.of(kappa);
    for (double u : Vectors.values(1e-3, .1, .5, 1)) {
      double logP = Math.log(u) / kappa;
      double logSlope = Math.log(1 / kappa) + (1 / kappa - 1) * Math.log(u);
      assertThat(Math.exp(calibrator.logE(logP) + logSlope)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void whatIsNoPValueOrNoKappaIsRefused() {
    assertThatThrownBy(() -> KappaCalibrator.of(1)).hasMessageStartingWith("kappa is 1.0");
    KappaCalibrator half = KappaCalibrator.of(.5);
    assertThatThrownBy(() -> half.logE(.1)).hasMessageStartingWith("ln p is 0.1");
    assertThatThrownBy(() -> half.logE(Double.NEGATIVE_INFINITY)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> half.logE(Double.NaN)).hasMessageStartingWith("ln p is NaN");
  }
}
