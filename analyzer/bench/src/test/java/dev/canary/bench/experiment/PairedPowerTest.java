package dev.canary.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedPowerTest {

  @Test
  void threadsDoNotChangeARow() {
    Outcome one = new PairedPower().measure(new Settings(3, 1, 7, 1));
    Outcome three = new PairedPower().measure(new Settings(3, 1, 7, 3));
    assertThat(three.raw().toString()).isEqualTo(one.raw().toString());
  }

  @Test
  void theEnergyOfHeapsIsDealtAnew() {
    double[] x = {1, 2, 3, 4, 6};
    double[] y = {2.5, 5, 7, 8, 9};
    // over all 252 deals, by energy_distance of scipy 1.17.1
    double exact = 24 / 252.;
    double p = EnergyPermutation.pValue(x, y, 99_999, Seeds.generator(7, 0));
    assertThat(p).isCloseTo(exact, within(.003));
    assertThat(EnergyPermutation.pValue(x, x, 99, Seeds.generator(7, 0))).isEqualTo(1);
  }
}
