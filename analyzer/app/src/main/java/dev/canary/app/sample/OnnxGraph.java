package dev.canary.app.sample;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes an ONNX graph node by node, with nothing but the format's own messages. */
final class OnnxGraph {
  private static final String CLASSIC_ML = "ai.onnx.ml";
  private static final int IR_VERSION = 7;
  private static final int OPERATORS = 13;
  private static final int CLASSIC_ML_OPERATORS = 2;

  private final GraphProto.Builder graph;

  OnnxGraph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  void input(String name, DataType type, long... shape) {
    graph.addInput(value(name, type, shape));
  }

  void output(String name, DataType type, long... shape) {
    graph.addOutput(value(name, type, shape));
  }

  private static ValueInfoProto value(String name, DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long dimension : shape) {
      dimensions.addDimBuilder().setDimValue(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }

  /** Adds an initialiser and gives its name back. */
  String constant(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor = graph.addInitializerBuilder().setName(name);
    tensor.setDataType(DataType.FLOAT.getNumber()).setRawData(ByteString.copyFrom(bytes));
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return name;
  }

  /** Adds a node and gives the name of its output back. */
  String node(String operator, String output, String... inputs) {
    return add(NodeProto.newBuilder().setOpType(operator), output, inputs);
  }

  /** A node with one whole number as attribute. */
  String node(String operator, String attribute, long value, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator);
    node.addAttribute(number(attribute, value));
    return add(node, output, inputs);
  }

  private String add(NodeProto.Builder node, String output, String... inputs) {
    node.setName(output).addAllInput(List.of(inputs)).addOutput(output);
    graph.addNode(node);
    return output;
  }

  /** Adds a look-up of words: each gives its position after 1, any other word gives 0. */
  String words(String output, String input, String... words) {
    AttributeProto.Builder keys =
        AttributeProto.newBuilder().setName("keys_strings").setType(AttributeType.STRINGS);
    AttributeProto.Builder positions =
        AttributeProto.newBuilder().setName("values_int64s").setType(AttributeType.INTS);
    for (int i = 0; i < words.length; i++) {
      keys.addStrings(ByteString.copyFrom(words[i], StandardCharsets.UTF_8));
      positions.addInts(i + 1L);
    }
    NodeProto.Builder node = NodeProto.newBuilder().setOpType("LabelEncoder").setDomain(CLASSIC_ML);
    node.addAttribute(keys).addAttribute(positions).addAttribute(number("default_int64", 0));
    return add(node, output, input);
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  /** The model as the bytes of a file. */
  byte[] toByteArray() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("canary-analyzer samples")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
        .addOpsetImport(
            OperatorSetIdProto.newBuilder().setDomain(CLASSIC_ML).setVersion(CLASSIC_ML_OPERATORS))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
