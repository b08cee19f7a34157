package dev.canary.server;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Makes the runtime's tensors of the unsigned types wider than a byte, which its Java API cannot:
 * by a model of a single Cast node.
 */
final class OnnxCast implements AutoCloseable {
  /** Numbers of element types in the file format ({@code onnx.proto3}, TensorProto.DataType). */
  static final int INT64 = 7;

  private static final Map<Datatype, Integer> CODES =
      Map.of(Datatype.UINT16, 4, Datatype.UINT32, 12, Datatype.UINT64, 13);

  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxCast(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  static boolean isNeeded(Datatype datatype) {
    return CODES.containsKey(datatype);
  }

  static int code(Datatype datatype) {
    return CODES.getOrDefault(datatype, INT64);
  }

  static OnnxCast to(Datatype datatype, OrtEnvironment environment) throws OrtException {
    byte[] model = model(INT64, code(datatype));
    return new OnnxCast(environment, environment.createSession(model));
  }

  /** A tensor with these values; close the result when done with it. */
  OrtSession.Result tensor(Tensor tensor) throws OrtException {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    ByteBuffer raw = tensor.raw();
    long[] values = new long[raw.remaining() / tensor.datatype().width()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.datatype().width()) {
            case 2 -> Short.toUnsignedLong(raw.getShort());
            case 4 -> Integer.toUnsignedLong(raw.getInt());
            default -> raw.getLong();
          };
    }
    try (OnnxTensor signed = OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape)) {
      return session.run(Map.of("from", signed));
    }
  }

  /** An ONNX file that casts {@code from} to {@code to}. */
  static byte[] model(int from, int to) {
    byte[] attribute = message(text(1, "to"), number(3, to), number(20, 2));
    byte[] node = message(text(1, "from"), text(2, "to"), text(4, "Cast"), nested(5, attribute));
    byte[] graph =
        message(
            nested(1, node),
            text(2, "cast"),
            nested(11, value("from", from)),
            nested(12, value("to", to)));
    return message(number(1, 7), nested(7, graph), nested(8, message(number(2, 13))));
  }

  private static byte[] value(String name, int type) {
    return message(text(1, name), nested(2, message(nested(1, message(number(1, type))))));
  }

  /** Writes one field of a protobuf message. */
  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  private static Field number(int field, int value) {
    return out -> out.writeInt64(field, value);
  }

  private static Field text(int field, String value) {
    return nested(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Field nested(int field, byte[] value) {
    return out -> out.writeByteArray(field, value);
  }

  private static byte[] message(Field... fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (Field field : fields) {
        field.write(out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
