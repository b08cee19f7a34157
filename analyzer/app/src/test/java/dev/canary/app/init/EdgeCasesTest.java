package dev.canary.app.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.app.job.CannotRunException;
import dev.canary.suite.Case;
import dev.canary.suite.Range;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Presence;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases made of what a model tells of its inputs. */
class EdgeCasesTest {
  @ParameterizedTest
  @CsvSource({
    "FP64, -1.7976931348623157E308, 1.7976931348623157E308, 2.2250738585072014E-308, 4.9E-324",
    "FP32, -3.4028234663852886E38, 3.4028234663852886E38, 1.1754943508222875E-38, 1.401298464324817E-45",
    "FP16, -65504, 65504, 6.103515625E-5, 5.960464477539063E-8",
    "BF16, -3.3895313892515355E38, 3.3895313892515355E38, 1.1754943508222875E-38, 9.183549615799121E-41"
  })
  void floatsReachTheirFiniteEnds(
      DType dtype, double lowest, double highest, double tiny, double subnormal) throws Exception {
    Map<String, Case> cases = cases(Slot.of("x", dtype, List.of(-1L, 3L)));
    assertThat(first(cases, "lowest")).isEqualTo(lowest);
    assertThat(first(cases, "highest")).isEqualTo(highest);
    assertThat(first(cases, "tiny")).isEqualTo(tiny);
    assertThat(first(cases, "subnormal")).isEqualTo(subnormal);
    assertThat(first(cases, "boundaries")).isEqualTo(-1);
    assertThat(x(cases, "empty").shape()).containsExactly(0, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127",
    "INT16, -32768, 32767",
    "INT32, -2147483648, 2147483647",
    "INT64, -9223372036854775808, 9223372036854775807",
    "UINT8, 0, 255",
    "UINT16, 0, 65535",
    "UINT32, 0, 4294967295",
    "UINT64, 0, 18446744073709551615"
  })
  void wholeNumbersReachTheirEnds(DType dtype, String lowest, String highest) throws Exception {
    Map<String, Case> cases = cases(Slot.of("x", dtype, List.of(2L)));
    assertThat(x(cases, "highest").labelAt(1)).isEqualTo(highest);
    // What equals zeros or ones is there once.
    assertThat(x(cases, lowest.equals("0") ? "zeros" : "lowest").labelAt(0)).isEqualTo(lowest);
    assertThat(cases).doesNotContainKeys("tiny", "subnormal", "empty");
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeGivesDifferentFiniteCasesOfItsShape(DType dtype) throws Exception {
    Map<String, Case> cases = cases(Slot.of("x", dtype, List.of(-1L, 4L)));
    assertThat(cases).containsKeys("zeros", "ones", "random-1", "empty");
    assertThat(cases.values().stream().map(Case::input).distinct()).hasSize(cases.size());
    for (Case golden : cases.values()) {
      Tensor tensor = tensor(golden, "x");
      assertThat(tensor.dtype()).isEqualTo(dtype);
      assertThat(tensor.shape()).containsExactly(golden.id().equals("empty") ? 0 : 1, 4);
      for (int i = 0; dtype.isFloat() && i < tensor.size(); i++) {
        assertThat(tensor.doubleAt(i)).isFinite();
      }
      assertThat(golden.why()).isNotEmpty();
    }
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherDrawsOthers() throws Exception {
    Signature signature = new Signature(List.of(Slot.of("x", DType.FP32, List.of(5L))));
    assertThat(new EdgeCases(signature, 3, "x").generate())
        .isEqualTo(new EdgeCases(signature, 3, "x").generate());
    assertThat(new EdgeCases(signature, 4, "x").generate().get(0).input())
        .isNotEqualTo(new EdgeCases(signature, 3, "x").generate().get(0).input());
  }

  @Test
  void whatMayBeNullIsNullAloneAndRangesAndWordsAreKept() throws Exception {
    Slot age =
        new Slot(
            "age",
            Optional.of(DType.FP64),
            Optional.of(List.of()),
            Presence.OPTIONAL,
            List.of(),
            Optional.of(new Range(18, 90)));
    Slot region =
        new Slot(
            "region",
            Optional.of(DType.STRING),
            Optional.of(List.of()),
            Presence.OPTIONAL,
            List.of("north", "south"),
            Optional.empty());
    Map<String, Case> cases = cases(age, region);
    assertThat(golden(cases, "null-age").input().nulls()).containsExactly("age");
    assertThat(golden(cases, "null-age").input().tensors()).containsOnlyKeys("region");
    assertThat(tensor(golden(cases, "least-seen"), "age").doubleAt(0)).isEqualTo(18);
    assertThat(tensor(golden(cases, "most-seen"), "age").doubleAt(0)).isEqualTo(90);
    for (int i = 1; i <= 5; i++) {
      Case random = golden(cases, "random-" + i);
      assertThat(tensor(random, "age").doubleAt(0)).isBetween(18.0, 90.0);
      assertThat(tensor(random, "region").texts().get(0)).isIn("north", "south");
    }
  }

  @Test
  void whatIsNotToldIsAskedFor() {
    Slot unknown = Slot.of("pixels", Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> cases(unknown))
        .isInstanceOf(CannotRunException.class)
        .hasMessageContaining("--input pixels=TYPE[SHAPE]");
    assertThatThrownBy(() -> new EdgeCases(Signature.UNKNOWN, 1, "x").generate())
        .hasMessageContaining("--input x=fp32[1,4]");
    assertThatThrownBy(() -> cases(Slot.of("x", DType.FP32, List.of(3000L, 3000L))))
        .hasMessageContaining("9000000 numbers");
    assertThatThrownBy(() -> cases(Slot.of("x", DType.FP32, List.of(1L << 40))))
        .hasMessageContaining("too large");
  }

  @Test
  void anInputIsReadAsItIsWritten() throws Exception {
    Slot slot = InputWord.read("pixels=FP32[-1, 1,28,28]");
    assertThat(slot.toString()).isEqualTo("pixels: fp32[-1, 1, 28, 28]");
    assertThat(InputWord.of(slot)).isEqualTo("pixels=fp32[-1,1,28,28]");
    assertThat(InputWord.read("age=int64[]").shape()).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x=fp32", "x=float99[1]", "=fp32[1]", "x=fp32[a]", "x=fp32[1,]"})
  void anInputThatIsNotWellFormedIsRefused(String text) {
    assertThatThrownBy(() -> InputWord.read(text))
        .isInstanceOf(CannotRunException.class)
        .hasMessageContaining("allowed is NAME=TYPE[SHAPE]");
  }

  private static Map<String, Case> cases(Slot... slots) throws CannotRunException {
    return new EdgeCases(new Signature(List.of(slots)), 1, "x")
        .generate().stream().collect(Collectors.toMap(Case::id, Function.identity()));
  }

  private static Tensor x(Map<String, Case> cases, String id) {
    return tensor(golden(cases, id), "x");
  }

  private static Case golden(Map<String, Case> cases, String id) {
    return Optional.ofNullable(cases.get(id)).orElseThrow();
  }

  private static Tensor tensor(Case golden, String input) {
    return Optional.ofNullable(golden.input().tensors().get(input)).orElseThrow();
  }

  private static double first(Map<String, Case> cases, String id) {
    return x(cases, id).doubleAt(0);
  }
}
