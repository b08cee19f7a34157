package dev.canary.stats;

import static dev.canary.stats.PValueAdjustment.BENJAMINI_HOCHBERG;
import static dev.canary.stats.PValueAdjustment.BENJAMINI_YEKUTIELI;
import static dev.canary.stats.PValueAdjustment.HOLM;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PValueAdjustmentTest {

  private static final double[] V34 = {.005, .009, .019, .022, .051, .101, .361, .387};

  @Test
  void adjustedValuesAreThoseOfR() {
    // vectors.md V34; p.adjust of R 4.2.2
    assertThat(BENJAMINI_HOCHBERG.adjust(V34))
        .containsExactly(
            values(.036, .036, .044, .044, .0816, .13466666666666668, .387, .387), offset(1e-15));
    assertThat(HOLM.adjust(V34))
        .containsExactly(values(.04, .063, .114, .114, .204, .303, .722, .722), offset(1e-15));
    assertThat(BENJAMINI_YEKUTIELI.adjust(values(.01, .02, .03)))
        .containsExactly(values(.055, .055, .055), offset(1e-15));
  }

  @Test
  void oneTestNeedsNoAdjustment() {
    for (PValueAdjustment method : PValueAdjustment.values()) {
      assertThat(method.adjust(values(.03))).containsExactly(.03);
      assertThat(method.adjust(values(1, 1))).containsExactly(1, 1);
    }
  }

  @Test
  void noAdjustedValueIsZero() {
    for (PValueAdjustment method : PValueAdjustment.values()) {
      assertThat(method.adjust(values(0, 1))[0]).isEqualTo(Double.MIN_VALUE);
    }
  }

  @Provide
  Arbitrary<double[]> pValues() {
    return Arbitraries.of(0., Double.MIN_VALUE, 1e-300, 1e-5, .01, .01, .2, .5, 1.)
        .array(Double[].class)
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(p -> Arrays.stream(p).mapToDouble(Double::doubleValue).toArray());
  }

  @Property(tries = 200)
  void theOrderPlaysNoPartAndIsKept(@ForAll("pValues") double[] p, @ForAll Random random) {
    double[] shuffled = Laws.shuffled(p, random);
    for (PValueAdjustment method : PValueAdjustment.values()) {
      double[] adjusted = method.adjust(p);
      double[] other = method.adjust(shuffled);
      for (int i = 0; i < p.length; i++) {
        assertThat(adjusted[i]).isGreaterThanOrEqualTo(p[i]).isPositive().isLessThanOrEqualTo(1);
        for (int j = 0; j < p.length; j++) {
          if (p[i] <= p[j]) {
            assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
          }
          if (p[i] == shuffled[j]) {
            assertThat(other[j]).isEqualTo(adjusted[i]);
          }
        }
      }
    }
  }

  @Test
  void impossibleValuesAreRefusedByName() {
    assertRefused("pValues[1] is NaN: it must lie in [0, 1]", values(.5, Double.NaN));
    assertRefused("pValues[0] is -0.1: it must lie in [0, 1]", values(-.1));
    assertRefused("pValues is empty: one p-value is needed at least", values());
  }

  private static void assertRefused(String message, double[] p) {
    assertThatThrownBy(() -> HOLM.adjust(p))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
