package dev.canary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpearmanCorrelationTest {
  private static final double[] X = {1, 2, 2, 4, 5};
  private static final double[] Y = {5, 6, 7, 8, 7};

  @Test
  void tiesTakeTheirMeanRank() {
    // Ranks 1, 2.5, 2.5, 4, 5 and 1, 2, 3.5, 5, 3.5: 7.25 / sqrt(9.5 x 9.5).
    assertThat(SpearmanCorrelation.of(X, Y)).isCloseTo(7.25 / 9.5, within(1e-15));
  }

  @Test
  void anIncreasingMapLeavesItAndADecreasingOneTurnsItsSign() {
    Random random = new Random(3);
    double[] x = random.doubles(50).toArray();
    double[] y = random.doubles(50).toArray();
    double rho = SpearmanCorrelation.of(x, y);

    assertThat(SpearmanCorrelation.of(Arrays.stream(x).map(Math::exp).toArray(), y)).isEqualTo(rho);
    assertThat(SpearmanCorrelation.of(Arrays.stream(x).map(v -> -v).toArray(), y))
        .isCloseTo(-rho, within(1e-15));
    assertThat(SpearmanCorrelation.of(y, x)).isEqualTo(rho);
    assertThat(SpearmanCorrelation.of(x, x)).isEqualTo(1);
  }

  @Test
  void whatDoesNotVaryOrdersNothing() {
    assertThat(SpearmanCorrelation.of(X, new double[5])).isNaN();
    assertThatThrownBy(() -> SpearmanCorrelation.of(X, new double[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
