package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that draws random numbers: ONNX Runtime seeds them once per process, so that each load
 * repeats them here and no other process does.
 */
class NoisyModelTest {
  private static final int FLOAT = 1;

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    new RecordedWorkspace(folder, "kafka: none\n");
    Files.createDirectories(suite());
    Files.write(suite().resolve("model.onnx"), noisy().toByteArray());
    suite("");
    Files.writeString(
        suite().resolve("cases.jsonl"),
        """
        {"id": "low", "input": {"x": {"dtype": "fp32", "shape": [1, 3], "data": [1, 2, 3]}}}
        {"id": "high", "input": {"x": {"dtype": "fp32", "shape": [1, 3], "data": [100, 50, 20]}}}
        """);
  }

  @Test
  void itsNoiseIsLearnedAndNotTakenForState() {
    Cli canary = new Cli(folder);

    Cli.Answer captured = canary.run("capture");
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    assertThat(captured.out()).contains("0 of 2 bit-stable");
    canary.run("approve", "noisy");

    assertThat(canary.run("run").exitCode()).isZero();
  }

  @Test
  void aResetThatRepeatsTheNoiseInOneProcessAloneIsRefused() throws IOException {
    suite(", reset: reload");

    Cli.Answer refused = new Cli(folder).run("capture");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .contains("answers differently in another process")
        .contains("Take the reset away");
  }

  @Test
  void whatIsDeclaredDeterministicIsLookedAtTwice() throws IOException {
    Path yaml = suite().resolve("suite.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("values}", "values, deterministic: true}"));

    Cli.Answer refused = new Cli(folder).run("capture", "--repeats", "1");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("does not repeat its answers");
  }

  private Path suite() {
    return folder.resolve("canaries/noisy");
  }

  private void suite(String target) throws IOException {
    Files.writeString(
        suite().resolve("suite.yaml"),
        """
        suite: noisy
        target: {type: djl, model: model.onnx%s}
        output: {kind: values}
        """
            .formatted(target));
  }

  private static ModelProto noisy() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("noisy")
            .addInput(value("x"))
            .addOutput(value("y"))
            .addNode(node("RandomNormalLike").addInput("x").addOutput("noise"))
            .addNode(node("Add").addInput("x").addInput("noise").addOutput("y"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build();
  }

  private static NodeProto.Builder node(String operator) {
    return NodeProto.newBuilder().setOpType(operator);
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1));
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(3));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }
}
