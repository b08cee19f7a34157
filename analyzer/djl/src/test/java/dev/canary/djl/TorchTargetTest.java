package dev.canary.djl;

import static dev.canary.djl.Models.answer;
import static dev.canary.djl.Models.flag;
import static dev.canary.djl.Models.floats;
import static dev.canary.djl.Models.golden;
import static dev.canary.djl.Models.number;
import static dev.canary.djl.Models.row;
import static dev.canary.djl.Models.text;
import static dev.canary.djl.Models.torchscript;
import static dev.canary.djl.Models.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules are those of src/test/python/make_torchscript.py, where their code can be read. */
class TorchTargetTest {
  private static Tensor hex(DType dtype, int[] shape, String bytes) {
    return Tensor.ofBytes(dtype, shape, HexFormat.ofDelimiter(" ").parseHex(bytes));
  }

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
      Output output = target.predict(golden("x", floats(0, -2), "to", text(type)));

      assertThat(output.tensors()).containsEntry("output", expected);
    }
  }

  @Test
  void anEmptyOrAllZeroInt16StaysAWholeNumber() throws Exception {
    try (Target target = Models.open(torchscript("types.pt"))) {
      Tensor empty = Tensor.ofFloats(new int[] {0});

      assertThat(target.predict(golden("x", empty, "to", text("int16"))).tensors())
          .containsEntry("output", Tensor.ofBytes(DType.INT16, new int[] {0}, new byte[0]));
      assertThat(target.predict(golden("x", floats(0), "to", text("int16"))).tensors())
          .containsEntry("output", Tensor.ofBytes(DType.INT16, new int[] {1}, new byte[2]));
    }
  }

  @Test
  void computesAnMlp() throws Exception {
    try (Target target = Models.open(torchscript("mlp.pt"))) {
      double[] y = answer(target, golden("x", row(1, 2, 3, 4))).toDoubles();

      // torch.jit.load("mlp.pt")(torch.tensor([[1., 2, 3, 4]])) in Python, PyTorch 1.13.0.
      assertThat(y[0]).isCloseTo(0.5487544536590576, within(1e-6));
      assertThat(y[1]).isCloseTo(-3.675130844116211, within(1e-6));
      assertThat(y[2]).isCloseTo(2.0731313228607178, within(1e-6));
    }
  }

  @Test
  void bareValuesBecomeScalarArguments() throws Exception {
    try (Target target = Models.open(torchscript("scalars.pt"))) {
      Case golden =
          golden(
              "x",
              floats(1, 2),
              "count",
              whole(3),
              "factor",
              number(0.5),
              "negate",
              flag(true),
              "name",
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
              "x",
              floats(1),
              "count",
              whole(1),
              "factor",
              whole(2),
              "negate",
              flag(false),
              "name",
              text("a"),
              "shift",
              whole(7),
              "note",
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
              "name",
              text("n"),
              "negate",
              flag(false),
              "factor",
              number(2),
              "count",
              whole(1),
              "x",
              floats(4));

      assertThat(target.predict(shuffled).tensors()).containsEntry("0", floats(8));
    }
  }

  @Test
  void listsTuplesAndDictsAreGivenInParts() throws Exception {
    try (Target target = Models.open(torchscript("containers.pt"))) {
      Case golden =
          golden(
              "xs.0",
              row(1, 2),
              "xs.1",
              row(3, 4),
              "named.left",
              row(10, 10),
              "named.right",
              row(1, 1),
              "pair.0",
              row(2, 2),
              "pair.1",
              row(3, 3),
              "axes",
              Tensor.ofLongs(new int[] {1}, 1),
              "factors",
              Tensor.ofDoubles(new int[] {2}, 2, 0.5),
              "last",
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
              "xs",
              row(1, 2),
              "named.left",
              row(0, 0),
              "named.right",
              row(0, 0),
              "pair.0",
              row(0, 0),
              "pair.1",
              row(0, 0),
              "axes",
              Tensor.ofLongs(new int[] {2}, 0, 1),
              "factors",
              Tensor.ofDoubles(new int[] {2}, 1, 0),
              "last",
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

  @Test
  void halfPrecisionComputes() throws Exception {
    try (Target target = Models.open(torchscript("half.pt"))) {
      Tensor x = hex(DType.FP16, new int[] {1, 4}, "00 3c 00 00 00 00 00 00");

      Tensor y = answer(target, golden("x", x));

      assertThat(y.dtype()).isEqualTo(DType.FP16);
      assertThat(y.shape()).containsExactly(1, 3);
    }
  }

  @Test
  void quantisedLayersCompute() throws Exception {
    try (Target target = Models.open(torchscript("quantized.pt"))) {
      assertThat(answer(target, golden("x", row(1, 2, 3, 4))).shape()).containsExactly(1, 3);
    }
  }

  @Test
  void everyReplayIsInEvaluationMode() throws Exception {
    try (Target target = Models.open(torchscript("dropping.pt"))) {
      assertThat(target.predict(golden("x", floats(1, 2, 3, 4))).tensors())
          .isEqualTo(Map.of("output", floats(1, 2, 3, 4)));
    }
  }

  @Test
  void aStatefulModuleRemembersUnlessReset() throws Exception {
    Case golden = golden("x", floats(2, 4));
    try (Target target = Models.open(torchscript("stateful.pt"))) {
      Output first = target.predict(golden);
      target.reset();

      assertThat(first.tensors())
          .isEqualTo(Map.of("output", Tensor.ofFloats(new int[] {2, 2}, 2, 4, 0, 0)));
      assertThat(target.predict(golden).tensors())
          .isEqualTo(Map.of("output", Tensor.ofFloats(new int[] {2, 2}, 2, 4, 2, 4)));
    }
  }

  static Stream<Reset> resets() {
    return Stream.of(Reset.reload(), new Reset.Method("reset_states"));
  }

  @ParameterizedTest
  @MethodSource("resets")
  void aResetForgetsWhatCameBefore(Reset reset) throws Exception {
    try (Target target = Models.open(Models.spec(torchscript("stateful.pt"), List.of(), reset))) {
      target.reset();
      Output first = target.predict(golden("x", floats(2, 4)));
      target.predict(golden("x", floats(9, 9)));
      target.reset();

      assertThat(target.predict(golden("x", floats(2, 4)))).isEqualTo(first);
    }
  }

  @Test
  void aModuleMayKeepItsInputAlthoughTheMemoryIsReused() throws Exception {
    try (Target target = Models.open(torchscript("stateful.pt"))) {
      target.predict(golden("x", floats(1, 2)));

      assertThat(answer(target, golden("x", floats(3, 4))).toDoubles()).endsWith(1, 2);
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Target target = Models.open(torchscript("mlp.pt"));
    target.close();

    assertThatCode(target::close).doesNotThrowAnyException();
  }

  @Test
  void offersTheResetsThatTheModuleHas() {
    DjlTargetProvider provider = new DjlTargetProvider();

    // reset_to needs an argument; describe is no reset.
    assertThat(provider.resets(Models.spec(torchscript("stateful.pt"))))
        .containsExactly(new Reset.Method("reset_states"), Reset.reload());
    assertThat(provider.resets(Models.spec(torchscript("mlp.pt")))).containsExactly(Reset.reload());
  }

  @Test
  void aResetThatTheModuleLacksIsRefusedAtOnce() {
    TargetSpec spec =
        Models.spec(torchscript("stateful.pt"), List.of(), new Reset.Method("reset_everything"));

    assertThatThrownBy(() -> Models.open(spec))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("stateful.pt")
        .hasMessageContaining("no method reset_everything")
        .hasMessageContaining("reset_states");
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(golden(Map.of()), "forward() is missing value for argument 'x'"),
        Arguments.of(
            golden("x", text("text")), "input x: found string[], the module declares a tensor"),
        Arguments.of(
            golden("x", row(1), "y", text("same"), "z", row(1)),
            "Expected at most 3 argument(s) for operator 'forward'"),
        Arguments.of(
            Case.of("null", new Input(Map.of(), Set.of("x"))),
            "input x is null; the module's forward takes x: Tensor, to: str"),
        Arguments.of(
            golden("x", row(1), "to", number(1.5)),
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
      assertThatThrownBy(
              () -> target.predict(golden("x", row(1), "to", text("same"), "extra", row(1))))
          .hasMessage("unknown input extra; the suite's target.inputs are x, to");
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(row(-1, -1, -1, -1), "builtins.ValueError: the sum must not be negative"),
        Arguments.of(
            row(1, 1, 1), "RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x3 and 4x3)"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anErrorInsideTheModuleIsOneLine(Tensor x, String message) throws Exception {
    try (Target target = Models.open(torchscript("failing.pt"))) {
      assertThatThrownBy(() -> target.predict(golden("x", x)))
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_ERROR))
          .hasMessage(message);
    }
  }

  @Test
  void tellsWhoItIs() throws Exception {
    TargetSpec spec =
        new TargetSpec(
            "djl",
            new Place.File(torchscript("mlp.pt")),
            Optional.of("7"),
            Optional.of("PyTorch"),
            List.of(),
            Reset.none(),
            Map.of());
    try (Target target = Models.open(spec)) {
      assertThat(target.identity().name()).isEqualTo("mlp");
      assertThat(target.identity().version()).contains("7");
      assertThat(target.identity().engine()).isEqualTo("PyTorch");
      assertThat(target.identity().engineVersion()).isEqualTo("2.7.1");
      assertThat(target.identity().platform().orElseThrow().runtime()).contains("CPU, 1 thread");
      assertThat(target.identity().provenance()).containsKey("version");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void manyCallsLeaveNoMemoryBehind() throws Exception {
    try (Target target = Models.open(torchscript("nested.pt"))) {
      Tensor large = Tensor.ofFloats(new int[] {1, 512, 512}, new float[512 * 512]);
      target.predict(golden("x", large));
      long before = residentKib();
      for (int i = 0; i < 60; i++) {
        target.predict(golden("x", large));
      }

      // Each call makes some 8 MiB of tensors.
      assertThat(residentKib() - before).isLessThan(200_000L);
    }
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
