package dev.canary.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.suite.Input;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NonceTest {
  private static final Input INPUT =
      Input.of(
          Map.of(
              "x", Tensor.ofFloats(new int[] {2, 2}, Float.NaN, -0.0f, 3, 0),
              "n", Tensor.ofLongs(new int[] {2}, 7, 8),
              "t", Tensor.ofTexts(new int[] {2, 1}, List.of("a", "b"))));

  private static Tensor tensor(Input input, String name) {
    return Objects.requireNonNull(input.tensors().get(name));
  }

  @Test
  void aRowIsAddedToEveryInputAndTheOthersKeepTheirBits() throws Exception {
    Input sent = Nonce.ROW.of(INPUT, "id");

    assertThat(tensor(sent, "n")).isEqualTo(Tensor.ofLongs(new int[] {3}, 7, 8, 8));
    assertThat(tensor(sent, "t"))
        .isEqualTo(Tensor.ofTexts(new int[] {3, 1}, List.of("a", "b", "b")));
    Tensor x = tensor(sent, "x");
    assertThat(x.shape()).containsExactly(3, 2);
    assertThat(x.bytes().slice(0, 16)).isEqualTo(tensor(INPUT, "x").bytes());
    assertThat(x.doubleAt(4)).isBetween(3 * 15 / 16.0, 3.0);
    assertThat(x.doubleAt(5)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @EnumSource(names = {"ROW", "ULP"})
  void anotherIdGivesAnotherInputAndTheSameIdTheSame(Nonce nonce) throws Exception {
    Input one = Input.of(Map.of("x", Tensor.ofFloats(new int[] {1, 8}, 1, 2, 3, 4, 5, 6, 7, 8)));
    Set<Tensor> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(tensor(nonce.of(one, "id-" + i), "x"));
    }

    assertThat(seen).hasSize(1000);
    Input first = nonce.of(one, "id-7");
    assertThat(nonce.of(one, "id-7")).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP64", "FP32", "FP16", "BF16"})
  void lowBitsMoveANumberByLittle(DType dtype) throws Exception {
    double most = dtype == DType.BF16 ? 1 / 128.0 : dtype == DType.FP16 ? 1 / 1024.0 : 2e-6;
    Tensor ones =
        Tensor.ofBytes(dtype, new int[] {64}, new byte[64 * dtype.width()])
            .withValues(DoubleStream.generate(() -> 1.5).limit(64).toArray());

    Tensor moved = tensor(Nonce.ULP.of(Input.of(Map.of("x", ones)), "id"), "x");

    assertThat(moved).isNotEqualTo(ones);
    for (double value : moved.toDoubles()) {
      assertThat(value).isBetween(1.5, 1.5 * (1 + most));
    }
  }

  @Test
  void withoutANonceNothingIsChanged() throws Exception {
    assertThat(Nonce.NONE.of(INPUT, "id")).isSameAs(INPUT);
  }

  @Test
  void theAnswerToTheRowIsTakenOut() throws Exception {
    Map<String, Tensor> outputs =
        Map.of(
            "y", Tensor.ofFloats(new int[] {3, 2}, 1, 2, 3, 4, 5, 6),
            "label", Tensor.ofTexts(new int[] {3}, List.of("a", "b", "c")));

    assertThat(Nonce.ROW.of(INPUT, outputs))
        .isEqualTo(
            Map.of(
                "y", Tensor.ofFloats(new int[] {2, 2}, 1, 2, 3, 4),
                "label", Tensor.ofTexts(new int[] {2}, List.of("a", "b"))));
  }

  @Test
  void whatHasNoRowsIsRefused() {
    Input uneven =
        Input.of(
            Map.of(
                "a", Tensor.ofFloats(new int[] {3}, 1, 2, 3),
                "b", Tensor.ofFloats(new int[] {2}, 1, 2)));
    Input whole = Input.of(Map.of("a", Tensor.ofLongs(new int[] {1}, 1)));
    Input zeros = Input.of(Map.of("a", Tensor.ofFloats(new int[] {1}, 0)));
    Map<String, Tensor> mean = Map.of("mean", Tensor.ofFloats(new int[] {1}, 0));

    assertThatThrownBy(() -> Nonce.ROW.of(uneven, "id"))
        .isInstanceOf(PredictionException.class)
        .hasMessageStartingWith("nonce \"row\" needs inputs with one common first dimension")
        .hasMessageContaining("fp32[3]");
    assertThatThrownBy(() -> Nonce.ROW.of(whole, "id")).hasMessageContaining("needs floats");
    assertThatThrownBy(() -> Nonce.ULP.of(zeros, "id")).hasMessageContaining("needs floats");
    assertThatThrownBy(() -> Nonce.ROW.of(INPUT, mean))
        .hasMessage("nonce \"row\" sent 3 rows, output \"mean\" is fp32[1]");
  }
}
