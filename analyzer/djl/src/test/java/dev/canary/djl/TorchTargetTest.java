package dev.canary.djl;

import static dev.canary.djl.Models.answer;
import static dev.canary.djl.Models.floats;
import static dev.canary.djl.Models.golden;
import static dev.canary.djl.Models.hex;
import static dev.canary.djl.Models.row;
import static dev.canary.djl.Models.torchscript;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.canary.suite.Case;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules are those of src/test/python/make_torchscript.py, where their code can be read. */
class TorchTargetTest {
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
