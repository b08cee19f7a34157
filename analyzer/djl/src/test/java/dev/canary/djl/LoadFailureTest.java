package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadFailureTest {
  private final Path folder;

  LoadFailureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Path file) {
    return assertThatThrownBy(() -> Models.open(file))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("allowed")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "not_onnx.onnx, Protobuf parsing failed",
    "unknown_op.onnx, No Op registered for Foo",
    "needs_custom_ops.onnx, com.microsoft.extensions",
    "old_opset_no_kernel.onnx, Could not find an implementation for Add(1)",
    "legacy_torchscript.pt, invalid header or archive is corrupted",
  })
  void refusesWhatOthersFoundUnloadable(String name, String reason) {
    assertRefused(RealData.file("models/negative/" + name)).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.pt", "model"})
  void refusesAMissingFile(String name) {
    assertRefused(folder.resolve(name)).hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.pt", "model"})
  void refusesAnEmptyFile(String name) throws IOException {
    assertRefused(Files.createFile(folder.resolve(name))).hasMessageContaining("the file is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.pt", "model"})
  void refusesText(String name) throws IOException {
    assertRefused(Files.writeString(folder.resolve(name), "weights: coming soon\n"));
  }

  @Test
  void refusesAFolder() {
    assertRefused(folder).hasMessageContaining("a directory");
  }

  @Test
  void refusesAStateDict() {
    assertRefused(Models.torchscript("state_dict.pt")).hasMessageContaining("torch.jit.save");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp.pt", "mlp_frozen.pt", "stateful.pt"})
  void refusesATorchScriptFileCutAnywhere(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Models.torchscript(name));
    for (int length = 1; length < whole.length; length += whole.length / 20) {
      assertRefused(Files.write(folder.resolve(name), Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void refusesAnOnnxFileCutInsideItsGraph() throws IOException {
    byte[] whole = OnnxModels.model(OnnxModels.mlp()).build().toByteArray();
    for (int length = 1; length < whole.length - 40; length += whole.length / 20) {
      assertRefused(Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void refusesAnOnnxFileWhoseWeightsAreElsewhereAndMissing() throws IOException {
    GraphProto.Builder graph = OnnxModels.mlp();
    graph
        .getInitializerBuilder(0)
        .clearFloatData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(
            StringStringEntryProto.newBuilder().setKey("location").setValue("gone.bin"));

    assertRefused(OnnxModels.write(folder.resolve("model.onnx"), graph));
  }

  private static TargetSpec spec(Path file, String engine) {
    return new TargetSpec(
        "djl",
        new Place.File(file),
        Optional.empty(),
        Optional.of(engine),
        List.of(),
        Reset.none(),
        Map.of());
  }

  @Test
  void refusesAnUnknownEngine() throws IOException {
    Path file = OnnxModels.write(folder.resolve("model.onnx"), OnnxModels.mlp());

    assertThatThrownBy(() -> Models.open(spec(file, "TensorFlow")))
        .isInstanceOf(LoadException.class)
        .hasMessage(file + ": unknown engine TensorFlow; allowed are PyTorch, OnnxRuntime");
  }

  @Test
  void refusesAFileForTheOtherEngine() throws IOException {
    Path onnx = OnnxModels.write(folder.resolve("model.onnx"), OnnxModels.mlp());

    assertThatThrownBy(() -> Models.open(spec(onnx, "PyTorch")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("PyTorch cannot load it");
    assertThatThrownBy(() -> Models.open(spec(Models.torchscript("mlp.pt"), "OnnxRuntime")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("ONNX Runtime cannot load it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model", "model.bin"})
  void knowsOnnxByNameOrContent(String name) throws Exception {
    try (Target target = Models.open(OnnxModels.write(folder.resolve(name), OnnxModels.mlp()))) {
      assertThat(target.identity().engine()).isEqualTo("OnnxRuntime");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pt", "model", "script.dat"})
  void knowsTorchScriptByNameOrContent(String name) throws Exception {
    Path copy = Files.copy(Models.torchscript("mlp.pt"), folder.resolve(name));
    try (Target target = Models.open(copy)) {
      assertThat(target.identity().engine()).isEqualTo("PyTorch");
    }
  }

  @Test
  void offersReloadForWhatCannotBeRead() {
    assertThat(new DjlTargetProvider().resets(Models.spec(folder.resolve("missing.pt"))))
        .containsExactly(Reset.reload());
  }
}
