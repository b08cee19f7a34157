package dev.canary.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Makes tensors of the unsigned types wider than a byte.
 *
 * <p>ONNX Runtime has them and its Java API cannot make one; a model of a single Cast node can.
 */
final class OnnxUnsigned implements AutoCloseable {
  private static final String FROM = "from";
  private static final String TO = "to";

  private final OrtSession session;

  OnnxUnsigned(OnnxElement to) throws OrtException {
    session = OnnxRuntimeSetup.session(model(to).toByteArray());
  }

  /** The same values as unsigned ones; close the result when done with its tensor. */
  OrtSession.Result cast(OnnxTensor signed) throws OrtException {
    return session.run(Map.of(FROM, signed));
  }

  /** The type whose tensors can be cast: for uint64 its own 64 bits, else one with more room. */
  static OnnxElement signed(OnnxElement to) {
    return to == OnnxElement.UINT16 ? OnnxElement.INT32 : OnnxElement.INT64;
  }

  /** Appends the elements of an unsigned tensor as those of the type that can be cast. */
  static void widen(Tensor unsigned, ByteBuffer out) {
    ByteBuffer in = unsigned.bytes();
    while (in.hasRemaining()) {
      switch (unsigned.dtype()) {
        case UINT16 -> out.putInt(Short.toUnsignedInt(in.getShort()));
        case UINT32 -> out.putLong(Integer.toUnsignedLong(in.getInt()));
        default -> out.putLong(in.getLong());
      }
    }
  }

  private static ModelProto model(OnnxElement to) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("cast")
            .addInput(value(FROM, signed(to).code()))
            .addOutput(value(TO, to.code()))
            .addNode(castTo(to))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build();
  }

  private static NodeProto castTo(OnnxElement type) {
    AttributeProto to =
        AttributeProto.newBuilder()
            .setName("to")
            .setType(AttributeProto.AttributeType.INT)
            .setI(type.code())
            .build();
    return NodeProto.newBuilder()
        .setOpType("Cast")
        .addInput(FROM)
        .addOutput(TO)
        .addAttribute(to)
        .build();
  }

  private static ValueInfoProto value(String name, int code) {
    TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(code).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  @Override
  public void close() {
    OnnxRuntimeSetup.close(session);
  }
}
