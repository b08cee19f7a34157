package dev.canary.stats;

import static dev.canary.stats.Vectors.values;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MidranksTest {

  @Test
  void equalValuesShareTheMeanOfTheirPlaces() {
    // midranks of -1, 0, 0, 0, 3, 3: 1, 3, 3, 3, 5.5, 5.5
    Midranks ranks = Midranks.of(values(-0.0, 3), values(-1, 0, 0, 3));
    assertThat(ranks.groups()).isEqualTo(3);
    assertThat(ranks.doubledRankSum()).isEqualTo(2 * 3 + 11);
    assertThat(ranks.fromX(1)).isEqualTo(1);
    assertThat(ranks.fromY(1)).isEqualTo(2);
    assertThat(ranks.size(2)).isEqualTo(2);
    assertThat(ranks.tieSum()).isEqualTo(24 + 6);
    assertThat(ranks.hasTies()).isTrue();
  }

  @Test
  void differentValuesHaveTheirPlaces() {
    Midranks ranks = Midranks.of(values(2, 4), values(1, 3, 5));
    assertThat(ranks.doubledRankSum()).isEqualTo(2 * (2 + 4));
    assertThat(ranks.tieSum()).isZero();
    assertThat(ranks.hasTies()).isFalse();
  }

  @Test
  void oneSideMayBeEmpty() {
    assertThat(Midranks.of(values(), values(1, 1)).doubledRankSum()).isZero();
    assertThat(Midranks.of(values(1, 1), values()).doubledRankSum()).isEqualTo(6);
  }
}
