package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.Target;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any single bit of any weight is in the weight digest, in models made by others, too. */
class RealBitFlipsTest {
  private static final int FLIPS = 4;

  static Stream<RealCases.Model> onnx() {
    return RealCases.onnx();
  }

  static Stream<RealCases.Model> torchscript() {
    // two_inputs_add and metrics_correlation have no weights.
    return RealCases.torchscript()
        .filter(model -> !model.file().contains("add") && !model.file().contains("correlation"));
  }

  @ParameterizedTest
  @MethodSource("onnx")
  void aFlipInAnOnnxWeightIsSeen(RealCases.Model model, @TempDir Path folder) throws Exception {
    Path file = RealData.file("models/" + model.file());
    Random random = new Random(1);
    String before = digest(file);
    for (int i = 0; i < FLIPS; i++) {
      Path copy = BitFlips.onnx(file, folder.resolve("flipped.onnx"), random);

      assertThat(digest(copy)).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("torchscript")
  void aFlipInATorchScriptWeightIsSeen(RealCases.Model model, @TempDir Path folder)
      throws Exception {
    Path file = RealData.file("models/" + model.file());
    Random random = new Random(1);
    String before = digest(file);
    for (int i = 0; i < FLIPS; i++) {
      Path copy = BitFlips.torchscript(file, folder.resolve("flipped.pt"), random);

      assertThat(digest(copy)).isNotEqualTo(before);
    }
  }

  private static String digest(Path file) throws Exception {
    try (Target target = Models.open(file)) {
      return target.identity().weightDigest().orElseThrow();
    }
  }
}
