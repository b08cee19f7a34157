package dev.canary.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A tensor as nested JSON arrays, which tell its shape. */
final class Nest {
  private static final long UNKNOWN = -1;

  private final Slot slot;
  private final RawWriter raw = new RawWriter();
  private final List<Long> shape = new ArrayList<>();
  private int rank = -1;

  Nest(Slot slot) {
    this.slot = slot;
  }

  /** Reads the whole tensor from the parser's current token on. */
  void readAll(JsonParser json) throws IOException, InferenceException {
    read(json, 0);
  }

  /** Reads one row of it. */
  void readRow(JsonParser json) throws IOException, InferenceException {
    if (shape.isEmpty()) {
      shape.add(0L);
    }
    read(json, 1);
    shape.set(0, shape.get(0) + 1);
  }

  private void read(JsonParser json, int depth) throws IOException, InferenceException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      Elements.read(json, slot.datatype(), raw);
      rank = rank < 0 ? depth : rank;
      check(rank == depth);
      return;
    }
    long length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      read(json, depth + 1);
      length++;
    }
    while (shape.size() <= depth) {
      shape.add(UNKNOWN);
    }
    check(shape.get(depth) == UNKNOWN || shape.get(depth) == length);
    shape.set(depth, length);
  }

  private void check(boolean isRegular) throws InferenceException {
    if (!isRegular) {
      throw InferenceException.badRequest(
          "input '" + slot.name() + "': arrays of different length side by side");
    }
  }

  Tensor tensor() throws InferenceException {
    return Tensor.received(slot.name(), slot.datatype(), shape, raw.written());
  }

  /** Whose answers are written. */
  enum Dialect {
    /** Bare NaN and Infinity; bytes of outputs whose names end in {@code _bytes} in Base64. */
    TF_SERVING,
    /** Null for NaN and the infinities. */
    KSERVE
  }

  /** Writes elements from where the bytes stand. */
  static void write(
      JsonGenerator json, Tensor tensor, List<Long> shape, ByteBuffer raw, Dialect dialect)
      throws IOException {
    if (shape.isEmpty()) {
      element(json, tensor, raw, dialect);
      return;
    }
    json.writeStartArray();
    for (long i = 0; i < shape.get(0); i++) {
      write(json, tensor, shape.subList(1, shape.size()), raw, dialect);
    }
    json.writeEndArray();
  }

  private static void element(JsonGenerator json, Tensor tensor, ByteBuffer raw, Dialect dialect)
      throws IOException {
    boolean isBase64 =
        tensor.datatype() == Datatype.BYTES
            && dialect == Dialect.TF_SERVING
            && tensor.name().endsWith("_bytes");
    if (isBase64) {
      byte[] bytes = new byte[raw.getInt()];
      raw.get(bytes);
      json.writeStartObject();
      json.writeBinaryField("b64", bytes);
      json.writeEndObject();
    } else if (dialect == Dialect.KSERVE && !isFinite(tensor.datatype(), raw)) {
      json.writeNull();
      raw.position(raw.position() + tensor.datatype().width());
    } else {
      Elements.write(json, tensor.datatype(), raw);
    }
  }

  private static boolean isFinite(Datatype datatype, ByteBuffer raw) {
    int at = raw.position();
    return switch (datatype) {
      case FP16 -> Float.isFinite(Halves.FP16.value(raw.getShort(at)));
      case BF16 -> Float.isFinite(Halves.BF16.value(raw.getShort(at)));
      case FP32 -> Float.isFinite(raw.getFloat(at));
      case FP64 -> Double.isFinite(raw.getDouble(at));
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> true;
    };
  }
}
