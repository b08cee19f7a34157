package dev.canary.stats;

import static dev.canary.stats.Vectors.generate;
import static dev.canary.stats.Vectors.repeat;
import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.stats.Bins.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinsTest {

  @Test
  void quantileBinsHoldEqualShares() {
    double[] reference = generate(100, i -> (37 * i) % 101);
    Bins bins = Bins.quantile(reference, 10);
    assertThat(bins.counts(reference)).containsOnly(10).hasSize(10);
    assertThat(bins.name()).isEqualTo("10 quantile bins");
  }

  @Test
  void binsOfEqualWidthSpanTheReference() {
    Bins bins = Bins.equalWidth(values(0, 1, 8), 4);
    assertThat(bins.edges()).containsExactly(2., 4., 6.);
    assertThat(bins.counts(values(0, 1, 8))).containsExactly(2, 0, 0, 1);
    assertThat(bins.name()).isEqualTo("4 bins of equal width");
  }

  @Test
  void binsStayFrozenAndTakeWhatTheReferenceNeverHeld() {
    Bins bins = Bins.quantile(values(1, 2, 3, 4), 2);
    assertThat(bins.edges()).containsExactly(2.5);
    assertThat(bins.counts(values(-1e300, 1e300, 1e300))).containsExactly(1, 2);
  }

  @Test
  void aBinHoldsItsLowerEdge() {
    assertThat(Bins.at(1, 2).counts(values(.5, 1, 1.5, 2, 3))).containsExactly(1, 2, 2);
    assertThat(Bins.at(0.0).counts(values(-0.0, 0.0))).containsExactly(0, 2);
    assertThat(Bins.at(-0.0).counts(values(-0.0, 0.0))).containsExactly(0, 2);
  }

  @Test
  void aConstantReferenceStillTellsBelowAndAbove() {
    for (Bins bins : List.of(Bins.quantile(values(3, 3), 2), Bins.equalWidth(values(3, 3), 10))) {
      assertThat(bins.counts(values(2, 3, 3, 3, 4))).containsExactly(1, 3, 1);
    }
    assertThat(Bins.quantile(values(3), 10).counts(values(2, 3, 3, 4))).containsExactly(1, 2, 1);
  }

  @Test
  void aValueThatFillsAStepHasItsOwnBin() {
    Bins bins = Bins.quantile(repeat(0, 95, 1, 5), 10);
    assertThat(bins.counts(values(-1, 0, 0, 1e-300, 1))).containsExactly(1, 2, 2);
    Bins labels = Bins.quantile(repeat(0, 45, 1, 55), 10);
    assertThat(labels.counts(values(-1, 0, .5, 1, 2))).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void theLargestDoubleIsNoExcuse() {
    double max = Double.MAX_VALUE;
    assertThat(Bins.quantile(values(max, max), 10).counts(values(1, max))).containsExactly(1, 1);
    assertThat(Bins.equalWidth(values(-max, max), 4).edges())
        .containsExactly(Math.nextUp(-max / 2), 0., Math.nextDown(max / 2));
  }

  @Test
  void theyAreAValue() {
    assertThat(Bins.at(1, 2)).isEqualTo(new Bins(Rule.GIVEN, List.of(1., 2.)));
    double[] reference = {1, 2, 3};
    Bins bins = Bins.quantile(reference, 2);
    reference[1] = 50;
    assertThat(bins).isEqualTo(Bins.quantile(values(3, 1, 2), 2));
  }

  @Test
  void impossibleBinsAreRefused() {
    assertThatThrownBy(() -> Bins.at())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("edges is empty");
    assertThatThrownBy(() -> Bins.at(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("edges[1] is 1.0: edges must increase strictly");
    assertThatThrownBy(() -> Bins.at(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("edges[1] is NaN: it must be finite");
    assertThatThrownBy(() -> Bins.quantile(values(1, 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("count is 1");
    assertThatThrownBy(() -> Bins.quantile(values(1, Double.NaN), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reference[1] is NaN");
    assertThatThrownBy(() -> Bins.at(1).counts(values(1, Double.NEGATIVE_INFINITY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sample[1] is -Infinity");
  }
}
