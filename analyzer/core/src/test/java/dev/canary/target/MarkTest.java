package dev.canary.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkTest {
  private final Mark mark = new Mark(UUID.fromString("3f2a90c1-b7d4-4c01-8e00-000000000000"));

  @Test
  void everyIdNamesTheReplayAndIsAnother() {
    assertThat(mark.id("case-0009")).isEqualTo("3f2a90c1b7d4-1-case-0009");
    assertThat(mark.id("case-0009")).isEqualTo("3f2a90c1b7d4-2-case-0009");
  }

  @Test
  void whatAHeaderCouldNotCarryIsNotInAnId() {
    assertThat(mark.id("a b/ü\r\nX: 1.5_z")).isEqualTo("3f2a90c1b7d4-1-a_b____X__1.5_z");
    assertThat(mark.id("x".repeat(65))).isEqualTo("3f2a90c1b7d4-2-" + "x".repeat(64));
  }
}
