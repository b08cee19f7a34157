package dev.canary.djl;

import static dev.canary.djl.Models.flag;
import static dev.canary.djl.Models.floats;
import static dev.canary.djl.Models.golden;
import static dev.canary.djl.Models.hex;
import static dev.canary.djl.Models.number;
import static dev.canary.djl.Models.row;
import static dev.canary.djl.Models.text;
import static dev.canary.djl.Models.torchscript;
import static dev.canary.djl.Models.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes into a module and what comes out: types, scalars, containers. The modules are those of
 * src/test/python/make_torchscript.py, where their code can be read.
 */
class TorchValuesTest {
  static Stream<Tensor> everyType() {
    int[] two = {2};
    return Stream.of(
        hex(DType.FP32, two, "01 00 a0 7f 01 00 00 80"),
        hex(DType.FP64, two, "01 00 00 00 00 00 f4 7f 01 00 00 00 00 00 00 80"),
        hex(DType.FP16, two, "01 7d 01 80"),
        hex(DType.INT64, two, "00 00 00 00 00 00 00 80 ff ff ff ff ff ff ff 7f"),
        hex(DType.INT32, two, "00 00 00 80 ff ff ff 7f"),
        hex(DType.INT8, two, "80 7f"),
        hex(DType.UINT8, two, "00 ff"),
        Tensor.ofBooleans(two, true, false),
        Tensor.ofFloats(new int[] {0, 3}),
        Tensor.ofFloats(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 1),
        Tensor.ofFloats(new int[0], 1));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void everyTypeAndRankPassesUnchanged(Tensor tensor) throws Exception {
    try (Target target = Models.open(torchscript("types.pt"))) {
      assertThat(target.predict(golden("x", tensor)).tensors()).isEqualTo(Map.of("output", tensor));
    }
  }

  static Stream<Arguments> typesOfPyTorchAlone() {
    return Stream.of(
        Arguments.of("int16", hex(DType.INT16, new int[] {2}, "00 00 fe ff")),
        Arguments.of("bfloat16", hex(DType.BF16, new int[] {2}, "00 00 00 c0")),
        Arguments.of("complex64", Tensor.ofFloats(new int[] {2, 2}, 0, 0, -2, 0)),
        Arguments.of("sparse", floats(0, -2)));
  }

  @ParameterizedTest
  @MethodSource("typesOfPyTorchAlone")
  void typesThatDjlHasNoNameForComeOut(String type, Tensor expected) throws Exception {
    try (Target target = Models.open(torchscript("types.pt"))) {
      Output output = target.predict(golden("x, to", floats(0, -2), text(type)));

      assertThat(output.tensors()).containsEntry("output", expected);
    }
  }

  @Test
  void anEmptyOrAllZeroInt16StaysAWholeNumber() throws Exception {
    try (Target target = Models.open(torchscript("types.pt"))) {
      Tensor empty = Tensor.ofFloats(new int[] {0});

      assertThat(target.predict(golden("x, to", empty, text("int16"))).tensors())
          .containsEntry("output", Tensor.ofBytes(DType.INT16, new int[] {0}, new byte[0]));
      assertThat(target.predict(golden("x, to", floats(0), text("int16"))).tensors())
          .containsEntry("output", Tensor.ofBytes(DType.INT16, new int[] {1}, new byte[2]));
    }
  }

  @Test
  void bareValuesBecomeScalarArguments() throws Exception {
    try (Target target = Models.open(torchscript("scalars.pt"))) {
      Case golden =
          golden(
              "x, count, factor, negate, name",
              floats(1, 2),
              whole(3),
              number(0.5),
              flag(true),
              text("grün €"));

      assertThat(target.predict(golden).tensors())
          .isEqualTo(Map.of("0", floats(-1.5f, -3), "1", text("grün €/none")));
    }
  }

  @Test
  void argumentsWithADefaultMayBeGiven() throws Exception {
    try (Target target = Models.open(torchscript("scalars.pt"))) {
      Case golden =
          golden(
              "x, count, factor, negate, name, shift, note",
              floats(1),
              whole(1),
              whole(2),
              flag(false),
              text("a"),
              whole(7),
              text("b"));

      assertThat(target.predict(golden).tensors())
          .isEqualTo(Map.of("0", floats(9), "1", text("a/b")));
    }
  }

  @Test
  void argumentsAreTakenInTheOrderOfTheSuite() throws Exception {
    TargetSpec spec =
        Models.spec(
            torchscript("scalars.pt"),
            List.of("x", "count", "factor", "negate", "name"),
            Reset.none());
    try (Target target = Models.open(spec)) {
      Case shuffled =
          golden(
              "name, negate, factor, count, x",
              text("n"),
              flag(false),
              number(2),
              whole(1),
              floats(4));

      assertThat(target.predict(shuffled).tensors()).containsEntry("0", floats(8));
    }
  }

  @Test
  void listsTuplesAndDictsAreGivenInParts() throws Exception {
    try (Target target = Models.open(torchscript("containers.pt"))) {
      Case golden =
          golden(
              "xs.0, xs.1, named.left, named.right, pair.0, pair.1, axes, factors, last",
              row(1, 2),
              row(3, 4),
              row(10, 10),
              row(1, 1),
              row(2, 2),
              row(3, 3),
              Tensor.ofLongs(new int[] {1}, 1),
              Tensor.ofDoubles(new int[] {2}, 2, 0.5),
              row(1, 0));

      // By hand: ((1+3, 2+4) + 10 - 1 + 6) * 2 + 0.5 + (1, 0) = (39.5, 42.5), summed over axis 1.
      assertThat(target.predict(golden).tensors()).isEqualTo(Map.of("output", floats(82)));
    }
  }

  @Test
  void aListOfOneTensorMayBeGivenAsThatTensor() throws Exception {
    try (Target target = Models.open(torchscript("containers.pt"))) {
      Case golden =
          golden(
              "xs, named.left, named.right, pair.0, pair.1, axes, factors, last",
              row(1, 2),
              row(0, 0),
              row(0, 0),
              row(0, 0),
              row(0, 0),
              Tensor.ofLongs(new int[] {2}, 0, 1),
              Tensor.ofDoubles(new int[] {2}, 1, 0),
              row(0, 0));

      assertThat(target.predict(golden).tensors())
          .isEqualTo(Map.of("output", Tensor.ofFloats(new int[0], 3)));
    }
  }

  @Test
  void nestedAnswersAreFlattenedToPaths() throws Exception {
    try (Target target = Models.open(torchscript("nested.pt"))) {
      Tensor x = Tensor.ofFloats(new int[] {2, 1, 2}, 1, 2, 3, 4);

      Output output = target.predict(golden("x", x));

      assertThat(output.tensors())
          .containsExactly(
              Map.entry("0", Tensor.ofFloats(new int[] {1, 2, 2}, 1, 2, 3, 4)),
              Map.entry("1.empty", Tensor.ofFloats(new int[] {0, 1, 2})),
              Map.entry("1.half", hex(DType.FP16, new int[] {2, 1, 2}, "00 3c 00 40 00 42 00 44")),
              Map.entry("1.sum", Tensor.ofFloats(new int[0], 10)),
              Map.entry("2.0", Tensor.ofFloats(new int[] {2, 1}, 1, 2)),
              Map.entry("2.1", Tensor.ofFloats(new int[] {2, 1}, 3, 4)),
              Map.entry("3", whole(2)),
              Map.entry("4", number(0.1)),
              Map.entry("5", flag(true)),
              Map.entry("6", text("text")),
              Map.entry("7", Tensor.ofLongs(new int[] {3}, 1, 2, 3)),
              Map.entry("8.0.0", text("a")),
              Map.entry("8.0.1", Tensor.ofFloats(new int[] {2, 1, 2}, 2, 3, 4, 5)),
              Map.entry("8.1.0", text("b")),
              Map.entry("8.1.1", Tensor.ofFloats(new int[] {2, 1, 2}, 3, 4, 5, 6)));
    }
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(golden(Map.of()), "forward() is missing value for argument 'x'"),
        Arguments.of(
            golden("x", text("text")), "input x: found string[], the module declares a tensor"),
        Arguments.of(
            golden("x, y, z", row(1), text("same"), row(1)),
            "Expected at most 3 argument(s) for operator 'forward'"),
        Arguments.of(
            Case.of("null", new Input(Map.of(), Set.of("x"))),
            "input x is null; the module's forward takes x: Tensor, to: str"),
        Arguments.of(
            golden("x, to", row(1), number(1.5)),
            "input to: found fp64[], the module declares str"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aCaseThatDoesNotFitIsBadInput(Case misfit, String message) throws Exception {
    try (Target target = Models.open(torchscript("types.pt"))) {
      assertThatThrownBy(() -> target.predict(misfit))
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT))
          .hasMessageContaining(message)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void inputsThatTheSuiteDoesNotOrderAreUnknown() throws Exception {
    TargetSpec spec = Models.spec(torchscript("types.pt"), List.of("x", "to"), Reset.none());
    try (Target target = Models.open(spec)) {
      assertThatThrownBy(() -> target.predict(golden("x", row(1))))
          .hasMessage("missing input to; the suite's target.inputs are x, to");
      assertThatThrownBy(() -> target.predict(golden("x, to, extra", row(1), text("same"), row(1))))
          .hasMessage("unknown input extra; the suite's target.inputs are x, to");
    }
  }
}
