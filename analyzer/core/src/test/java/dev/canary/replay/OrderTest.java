package dev.canary.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void aShuffledOrderHoldsEveryCaseOnce() {
    assertThat(Order.shuffled(40, 3).positions())
        .containsExactlyInAnyOrderElementsOf(Order.asWritten(40).positions())
        .isNotEqualTo(Order.asWritten(40).positions());
  }

  @Test
  void theSameSeedGivesTheSameOrderOnEveryJava() {
    // The specified generator of java.util.Random and the shuffle of Collections, redone in Python.
    assertThat(Order.shuffled(8, 42).positions()).isEqualTo(List.of(2, 6, 3, 1, 4, 0, 7, 5));
  }

  @Test
  void whatIsNoPermutationIsRefused() {
    assertThatThrownBy(() -> new Order(List.of(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an order needs each of 0..1 once, found [0, 0]");
    assertThatThrownBy(() -> new Order(List.of(0, 2))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Order(List.of(-1, 0)))
        .hasMessage("an order needs positions >= 0, found -1");
  }
}
