package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void aLongMessageKeepsItsEndWhichSaysWhatHappened() {
    String signature = "void onnxruntime::ml::detail::ComputeAgg(".concat("T, ".repeat(400));
    String message =
        "Error code - ORT_FAIL - message: Status Message: "
            + signature
            + ") feature 19, input has 4";

    assertThat(OneLine.of(message))
        .startsWith("Status Message: void onnxruntime")
        .contains(" ... ")
        .endsWith("feature 19, input has 4")
        .hasSizeLessThan(650);
  }

  @Test
  void aShortMessageStaysWhole() {
    assertThat(OneLine.of("no such input.")).isEqualTo("no such input");
  }
}
