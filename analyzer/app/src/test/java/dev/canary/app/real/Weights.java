package dev.canary.app.real;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the weights that a model uses in the bytes of its file. */
final class Weights {
  private static final String TENSOR = ".DenseTensorProto";
  private static final int DEEPEST = 12;

  private Weights() {}

  /** The weights of a model file, by its ending. */
  static List<Span> in(Path file, byte[] bytes) throws IOException {
    String name = file.toString();
    if (name.endsWith(".onnx")) {
      return ofOnnx(bytes);
    }
    return name.endsWith(".pt") ? TorchZip.weights(bytes) : ofTribuo(bytes);
  }

  /** The floating-point initialisers that some node takes. */
  private static List<Span> ofOnnx(byte[] bytes) throws InvalidProtocolBufferException {
    GraphProto graph = ModelProto.parseFrom(bytes).getGraph();
    Set<String> used =
        graph.getNodeList().stream()
            .flatMap(node -> node.getInputList().stream())
            .collect(Collectors.toSet());
    List<Span> spans = new ArrayList<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      int width = width(tensor);
      if (used.contains(tensor.getName()) && width > 0) {
        Span.in(bytes, tensor.getName(), content(tensor), width).ifPresent(spans::add);
      }
    }
    return spans;
  }

  private static int width(TensorProto tensor) {
    return switch (TensorProto.DataType.forNumber(tensor.getDataType())) {
      case FLOAT -> 4;
      case DOUBLE -> 8;
      case FLOAT16 -> tensor.getRawData().isEmpty() ? 0 : 2;
      default -> 0;
    };
  }

  private static byte[] content(TensorProto tensor) {
    if (tensor.getFloatDataCount() == 0) {
      return tensor.getRawData().toByteArray();
    }
    ByteBuffer packed =
        ByteBuffer.allocate(Float.BYTES * tensor.getFloatDataCount())
            .order(ByteOrder.LITTLE_ENDIAN);
    tensor.getFloatDataList().forEach(packed::putFloat);
    return packed.array();
  }

  /** The dense tensors, at whatever depth. */
  private static List<Span> ofTribuo(byte[] bytes) {
    List<Span> spans = new ArrayList<>();
    collect(ByteString.copyFrom(bytes), bytes, 0, spans);
    return spans;
  }

  private static void collect(ByteString part, byte[] file, int depth, List<Span> spans) {
    UnknownFieldSet fields;
    try {
      fields = UnknownFieldSet.parseFrom(part);
    } catch (InvalidProtocolBufferException e) {
      return; // A text or numbers, not a message.
    }
    List<ByteString> values = fields.getField(2).getLengthDelimitedList();
    boolean tensor =
        fields.getField(1).getLengthDelimitedList().stream()
            .anyMatch(url -> url.toStringUtf8().endsWith(TENSOR));
    if (tensor) {
      byte[] content = numbers(values.get(0));
      Span.in(file, "tensor " + spans.size(), content, Double.BYTES).ifPresent(spans::add);
    } else if (depth < DEEPEST) {
      fields
          .asMap()
          .values()
          .forEach(
              field ->
                  field
                      .getLengthDelimitedList()
                      .forEach(inner -> collect(inner, file, depth + 1, spans)));
    }
  }

  private static byte[] numbers(ByteString tensor) {
    try {
      return UnknownFieldSet.parseFrom(tensor)
          .getField(2)
          .getLengthDelimitedList()
          .get(0)
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
