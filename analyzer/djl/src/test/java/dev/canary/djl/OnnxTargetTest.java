package dev.canary.djl;

import static dev.canary.djl.Models.floats;
import static dev.canary.djl.Models.golden;
import static dev.canary.djl.Models.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
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
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxTargetTest {
  private final Path folder;

  OnnxTargetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Target open(GraphProto.Builder graph) throws IOException, LoadException {
    return Models.open(OnnxModels.write(folder.resolve("model.onnx"), graph));
  }

  @Test
  void computesAnMlp() throws Exception {
    try (Target target = open(OnnxModels.mlp())) {
      Output output = target.predict(golden("x", row(1, 2)));

      // By hand: h = (5.25, 1, -0.75), r = (5.25, 1, 0), y = 5.25 + 2 + 0.125.
      assertThat(output.tensors()).isEqualTo(Map.of("y", row(7.375f)));
    }
  }

  @Test
  void keepsTheBatchShapeOfTheCase() throws Exception {
    try (Target target = open(OnnxModels.mlp())) {
      Tensor three = Tensor.ofFloats(new int[] {3, 2}, 1, 2, 0, 0, 1, 2);

      Tensor y = target.predict(golden("x", three)).tensors().get("y");

      assertThat(y).isEqualTo(Tensor.ofFloats(new int[] {3, 1}, 7.375f, 0.375f, 7.375f));
    }
  }

  static Stream<Arguments> misfits() {
    Case ok = golden("x", row(1, 2));
    return Stream.of(
        Arguments.of(
            golden("z", row(1, 2)),
            "unknown input z, missing input x; the model declares x: fp32[-1, 2]"),
        Arguments.of(golden(Map.of()), "missing input x; the model declares x: fp32[-1, 2]"),
        Arguments.of(
            golden("x, z", row(1, 2), row(1)),
            "unknown input z; the model declares x: fp32[-1, 2]"),
        Arguments.of(
            Case.of("null", new Input(ok.input().tensors(), Set.of("z"))),
            "input z is null; the model declares x: fp32[-1, 2]"),
        Arguments.of(
            Case.of("null", new Input(Map.of(), Set.of("x"))),
            "input x is null; the model declares x: fp32[-1, 2]"),
        Arguments.of(
            golden("x", row(1, 2, 3)),
            "input x: found fp32[1, 3], the model declares fp32[-1, 2]: the shape differs"),
        Arguments.of(
            golden("x", floats(1, 2)),
            "input x: found fp32[2], the model declares fp32[-1, 2]: the shape differs"),
        Arguments.of(
            golden("x", Tensor.ofDoubles(new int[] {1, 2}, 1, 2)),
            "input x: found fp64[1, 2], the model declares fp32[-1, 2]: the type differs"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aCaseThatDoesNotFitIsBadInput(Case misfit, String message) throws Exception {
    try (Target target = open(OnnxModels.mlp())) {
      assertThatThrownBy(() -> target.predict(misfit))
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT))
          .hasMessage(message);
      assertThat(target.predict(golden("x", row(1, 2))).tensors()).containsEntry("y", row(7.375f));
    }
  }

  // ONNX Runtime takes a declared shape without dimensions as "any"; so do Python's callers, who
  // feed a sampling rate as [16000].
  @Test
  void aVectorMayStandForADeclaredScalar() throws Exception {
    try (Target target = open(OnnxModels.identity(OnnxElement.FLOAT))) {
      assertThat(target.predict(golden("x", floats(1))).tensors()).containsEntry("y", floats(1));
    }
  }

  @Test
  void anErrorInsideTheModelIsTheModels() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(OnnxModels.value("x", OnnxElement.FLOAT, -1))
            .addInput(OnnxModels.value("shape", OnnxElement.INT64, 1))
            .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, -1))
            .addNode(OnnxModels.node("Reshape", List.of("x", "shape"), "y"));
    try (Target target = open(graph)) {
      Case impossible = golden("x, shape", floats(1, 2), Tensor.ofLongs(new int[] {1}, 3));

      assertThatThrownBy(() -> target.predict(impossible))
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_ERROR))
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aSequenceOfMapsIsOneTensorWithNamedClasses() throws Exception {
    try (Target target =
        open(OnnxModels.zipMap(OnnxModels.strings("classlabels_strings", "good", "bad", "ugly")))) {
      Tensor scores = Tensor.ofFloats(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);

      Output output = target.predict(golden("x", scores));

      assertThat(output.classes()).containsEntry("y", List.of("bad", "good", "ugly"));
      assertThat(output.tensors())
          .containsEntry("y", Tensor.ofFloats(new int[] {2, 3}, 2, 1, 3, 5, 4, 6));
    }
  }

  @Test
  void wholeNumbersAsKeysAreSortedAsNumbers() throws Exception {
    try (Target target =
        open(OnnxModels.zipMap(OnnxModels.ints("classlabels_int64s", 10, 9, -1)))) {
      Output output = target.predict(golden("x", row(1, 2, 3)));

      assertThat(output.classes()).containsEntry("y", List.of("-1", "9", "10"));
      assertThat(output.tensors()).containsEntry("y", row(3, 2, 1));
    }
  }

  @Test
  void aSequenceOfTensorsIsFlattenedByPosition() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 4))
            .addOutput(sequence("parts"))
            .addInitializer(
                OnnxModels.tensor("sizes", List.of(2L), OnnxElement.INT64)
                    .addInt64Data(1)
                    .addInt64Data(3))
            .addNode(OnnxModels.node("SplitToSequence", List.of("x", "sizes"), "parts"));
    try (Target target = open(graph)) {
      Output output = target.predict(golden("x", floats(1, 2, 3, 4)));

      assertThat(output.tensors())
          .isEqualTo(Map.of("parts.0", floats(1), "parts.1", floats(2, 3, 4)));
    }
  }

  private static ValueInfoProto sequence(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setSequenceType(
                    TypeProto.Sequence.newBuilder()
                        .setElemType(OnnxModels.tensorType(OnnxElement.FLOAT))))
        .build();
  }

  @Test
  void severalInputsAndOutputsKeepTheirNamesAndOrder() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(OnnxModels.value("b", OnnxElement.FLOAT, 2))
            .addInput(OnnxModels.value("a", OnnxElement.FLOAT, 2))
            .addOutput(OnnxModels.value("difference", OnnxElement.FLOAT, 2))
            .addOutput(OnnxModels.value("equal", OnnxElement.BOOL, 2))
            .addNode(OnnxModels.node("Sub", List.of("a", "b"), "difference"))
            .addNode(OnnxModels.node("Equal", List.of("a", "b"), "equal"));
    try (Target target = open(graph)) {
      Output output = target.predict(golden("a, b", floats(5, 2), floats(3, 2)));

      assertThat(output.tensors())
          .containsExactly(
              Map.entry("difference", floats(2, 0)),
              Map.entry("equal", Tensor.ofBooleans(new int[] {2}, false, true)));
    }
  }

  @Test
  void bothBranchesOfAnIfCompute() throws Exception {
    try (Target target = open(OnnxModels.branches())) {
      Case doubled = golden("x, flag", floats(1, 2), Models.flag(true));
      Case shifted = golden("x, flag", floats(1, 2), Models.flag(false));

      assertThat(target.predict(doubled).tensors()).containsEntry("y", floats(2, 4));
      assertThat(target.predict(shifted).tensors()).containsEntry("y", floats(101, 102));
    }
  }

  @Test
  void reloadRestartsARandomGeneratorThatTheSessionKeeps() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(OnnxModels.value("x", OnnxElement.FLOAT, 2))
            .addOutput(OnnxModels.value("y", OnnxElement.FLOAT, 2))
            .addNode(
                OnnxModels.node("RandomUniformLike", List.of("x"), "y").toBuilder()
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("seed")
                            .setType(AttributeProto.AttributeType.FLOAT)
                            .setF(7)));
    Path file = OnnxModels.write(folder.resolve("random.onnx"), graph);
    Case golden = golden("x", floats(0, 0));
    try (Target target = Models.open(Models.spec(file, List.of(), Reset.reload()))) {
      Output first = target.predict(golden);
      Output second = target.predict(golden);
      target.reset();

      assertThat(second).isNotEqualTo(first);
      assertThat(target.predict(golden)).isEqualTo(first);
    }
  }

  @Test
  void tellsWhoItIs() throws Exception {
    ModelProto.Builder model =
        OnnxModels.model(OnnxModels.mlp()).setProducerVersion("1.0").setModelVersion(12);
    model.addMetadataPropsBuilder().setKey("trained").setValue("yesterday");
    Path file = OnnxModels.write(folder.resolve("risk.onnx"), model);
    try (Target target = Models.open(file)) {
      assertThat(target.identity().name()).isEqualTo("risk");
      assertThat(target.identity().version()).contains("12");
      assertThat(target.identity().engine()).isEqualTo("OnnxRuntime");
      assertThat(target.identity().engineVersion()).isEqualTo("1.28.0");
      assertThat(target.identity().platform().orElseThrow().runtime()).contains("CPU, 1 thread");
      assertThat(target.identity().provenance())
          .containsEntry("producer", "test 1.0")
          .containsEntry("opset", "ai.onnx 17, ai.onnx.ml 3")
          .containsEntry("metadata.trained", "yesterday");
    }
  }

  @Test
  void theSuitesVersionGoesBeforeTheFiles() throws Exception {
    Path file =
        OnnxModels.write(
            folder.resolve("model.onnx"), OnnxModels.model(OnnxModels.mlp()).setModelVersion(12));
    TargetSpec said =
        new TargetSpec(
            "djl",
            new Place.File(file),
            Optional.of("2026-11"),
            Optional.empty(),
            List.of(),
            Reset.none(),
            Map.of());
    try (Target target = Models.open(said)) {
      assertThat(target.identity().version()).contains("2026-11");
    }
  }

  @Test
  void aModelWithoutVersionHasNone() throws Exception {
    try (Target target = open(OnnxModels.mlp())) {
      assertThat(target.identity().version()).isEmpty();
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Target target = open(OnnxModels.mlp());
    target.close();

    assertThatCode(target::close).doesNotThrowAnyException();
  }

  @Test
  void offersNoResetButReload() throws Exception {
    Path file = OnnxModels.write(folder.resolve("model.onnx"), OnnxModels.mlp());

    assertThat(new DjlTargetProvider().resets(Models.spec(file))).containsExactly(Reset.reload());
    assertThatThrownBy(
            () -> Models.open(Models.spec(file, List.of(), new Reset.Method("reset_states"))))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("reset_states");
  }
}
