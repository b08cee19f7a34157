package dev.canary.app.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.target.Output;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an output seems to be. */
class KindGuessTest {
  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of("out", floats(0.2f, 0.3f, 0.5f), OutputKind.PROBABILITIES, Precision.FP32),
        Arguments.of("out", floats(0.2f, 0.3f, 0.6f), OutputKind.LOGITS, Precision.FP32),
        Arguments.of("out", floats(-3, 1, 3), OutputKind.LOGITS, Precision.FP32),
        Arguments.of("price", floats(3, 1, 3), OutputKind.VALUES, Precision.FP32),
        Arguments.of("out", floats(12), OutputKind.VALUES, Precision.FP32),
        Arguments.of("embedding", floats(12, 3), OutputKind.EMBEDDING, Precision.FP32),
        Arguments.of("out", unit(), OutputKind.EMBEDDING, Precision.FP32),
        Arguments.of("out", Tensor.ofDoubles(new int[] {1}, 2), OutputKind.VALUES, Precision.FP64),
        Arguments.of("out", fp64(0.1f, 1 / 3f, 0.7, 2), OutputKind.LOGITS, Precision.FP32),
        Arguments.of("out", fp64(0.1, 0.2, -0.3, 1e30), OutputKind.LOGITS, Precision.FP32),
        Arguments.of("out", fp64(0.5, 0.1, 0.2, 0.1 + 1e-12), OutputKind.LOGITS, Precision.FP64),
        Arguments.of("out", fp64(0.5, 0.1f, 0.2f, Math.PI), OutputKind.LOGITS, Precision.FP64),
        Arguments.of("out", half(DType.FP16), OutputKind.VALUES, Precision.FP16),
        Arguments.of("out", half(DType.BF16), OutputKind.VALUES, Precision.BF16),
        Arguments.of("out", Tensor.ofLongs(new int[] {1}, 2), OutputKind.LABELS, Precision.EXACT),
        Arguments.of(
            "out",
            Tensor.ofTexts(new int[] {1}, List.of("cat")),
            OutputKind.LABELS,
            Precision.EXACT),
        Arguments.of(
            "out",
            Tensor.ofTexts(new int[] {1}, List.of("a sentence\nand more")),
            OutputKind.TEXT,
            Precision.EXACT));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void itIsGuessedFromAnswers(String name, Tensor answer, OutputKind kind, Precision precision) {
    KindGuess guess = KindGuess.of(name, List.of(Output.of(name, answer)));
    assertThat(guess.kind()).isEqualTo(kind);
    assertThat(guess.precision().orElse(Precision.EXACT)).isEqualTo(precision);
    assertThat(guess.why()).isNotEmpty();
  }

  @Test
  void aFractionBesideWholeNumbersMakesThemNumbers() {
    Output whole = Output.of("out", Tensor.ofLongs(new int[] {1}, 2));
    Output fraction = Output.of("out", Tensor.ofDoubles(new int[] {1}, 0.5));

    KindGuess guess = KindGuess.of("out", List.of(whole, fraction));

    assertThat(guess.kind()).isEqualTo(OutputKind.VALUES);
    assertThat(guess.precision()).contains(Precision.FP64);
  }

  private static Tensor fp64(double... values) {
    return Tensor.ofDoubles(new int[] {1, values.length}, values);
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(new int[] {1, values.length}, values);
  }

  private static Tensor unit() {
    float[] values = new float[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? 0.125f : -0.125f;
    }
    return floats(values);
  }

  private static Tensor half(DType dtype) {
    return Tensor.ofBytes(dtype, new int[] {1}, new byte[2]).withValues(3);
  }
}
