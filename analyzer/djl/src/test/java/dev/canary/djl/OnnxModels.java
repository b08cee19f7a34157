package dev.canary.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small ONNX models, written straight from the format's own classes. */
final class OnnxModels {
  private OnnxModels() {}

  static ModelProto.Builder model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
        .setGraph(graph.setName("graph"));
  }

  static Path write(Path file, ModelProto.Builder model) throws IOException {
    return Files.write(file, model.build().toByteArray());
  }

  static Path write(Path file, GraphProto.Builder graph) throws IOException {
    return write(file, model(graph));
  }

  /** Hands its input {@code x} back as {@code y}. */
  static GraphProto.Builder identity(OnnxElement type, long... shape) {
    return GraphProto.newBuilder()
        .addInput(value("x", type, shape))
        .addOutput(value("y", type, shape))
        .addNode(node("Identity", List.of("x"), "y"));
  }

  /** Gemm, Relu, Gemm with fixed weights: {@code x} fp32[-1, 2] to {@code y} fp32[-1, 1]. */
  static GraphProto.Builder mlp() {
    return GraphProto.newBuilder()
        .addInput(value("x", OnnxElement.FLOAT, -1, 2))
        .addOutput(value("y", OnnxElement.FLOAT, -1, 1))
        .addInitializer(floats("w1", List.of(2L, 3L), 1, -1, 0.5f, 2, 1, -0.5f))
        .addInitializer(floats("b1", List.of(3L), 0.25f, 0, -0.25f))
        .addInitializer(floats("w2", List.of(3L, 1L), 1, 2, 3))
        .addInitializer(floats("b2", List.of(1L), 0.125f))
        .addNode(node("Gemm", List.of("x", "w1", "b1"), "h"))
        .addNode(node("Relu", List.of("h"), "r"))
        .addNode(node("Gemm", List.of("r", "w2", "b2"), "y"));
  }

  /**
   * Scores through ZipMap: {@code x} fp32[-1, 3] to {@code y}, a sequence of maps by these keys.
   */
  static GraphProto.Builder zipMap(AttributeProto keys) {
    TypeProto.Builder map =
        TypeProto.newBuilder()
            .setMapType(
                TypeProto.Map.newBuilder()
                    .setKeyType(keys.getStringsCount() > 0 ? 8 : 7)
                    .setValueType(tensorType(OnnxElement.FLOAT)));
    TypeProto.Builder sequence =
        TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map));
    return GraphProto.newBuilder()
        .addInput(value("x", OnnxElement.FLOAT, -1, 3))
        .addOutput(ValueInfoProto.newBuilder().setName("y").setType(sequence))
        .addNode(
            node("ZipMap", List.of("x"), "y").toBuilder()
                .setDomain("ai.onnx.ml")
                .addAttribute(keys));
  }

  /** {@code y} is x times 2 if {@code flag}, else x plus 100; each constant lives in its branch. */
  static GraphProto.Builder branches() {
    return GraphProto.newBuilder()
        .addInput(value("x", OnnxElement.FLOAT, 2))
        .addInput(value("flag", OnnxElement.BOOL))
        .addOutput(value("y", OnnxElement.FLOAT, 2))
        .addNode(
            node("If", List.of("flag"), "y").toBuilder()
                .addAttribute(branch("then_branch", "Mul", 2))
                .addAttribute(branch("else_branch", "Add", 100)));
  }

  private static AttributeProto branch(String name, String operator, float constant) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName(name)
            .addInitializer(floats("constant", List.of(), constant))
            .addOutput(value("z", OnnxElement.FLOAT, 2))
            .addNode(node(operator, List.of("x", "constant"), "z"));
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  static NodeProto node(String operator, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllOutput(Arrays.asList(outputs))
        .build();
  }

  static ValueInfoProto value(String name, OnnxElement type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      dimensions.addDim(size < 0 ? dimension : dimension.setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(dimensions);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static TypeProto tensorType(OnnxElement type) {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.code()))
        .build();
  }

  /** A tensor in the format's list of floats. */
  static TensorProto floats(String name, List<Long> shape, float... values) {
    TensorProto.Builder tensor = tensor(name, shape, OnnxElement.FLOAT);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  /** The same tensor as raw bytes. */
  static TensorProto raw(TensorProto floats) {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[4 * floats.getFloatDataCount()]);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    floats.getFloatDataList().forEach(bytes::putFloat);
    return floats.toBuilder()
        .clearFloatData()
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  static TensorProto.Builder tensor(String name, List<Long> shape, OnnxElement type) {
    return TensorProto.newBuilder().setName(name).addAllDims(shape).setDataType(type.code());
  }

  static AttributeProto strings(String name, String... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
    for (String value : values) {
      attribute.addStrings(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
