package dev.canary.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Writes tensors as JSON so that every finite bit survives: each number as the shortest decimal
 * that reads back as the same number of its type, negative zero with its sign, whole numbers in
 * full.
 */
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  /** Holds a small request whole. */
  private static final int FIRST = 1 << 11;

  private final NonFinite nonFinite;

  /** What becomes of NaN and infinities, for which JSON has no spelling. */
  public enum NonFinite {
    /** Bare {@code NaN}, {@code Infinity} and {@code -Infinity}, as servers of this kind read. */
    TOKENS,
    /** Not sent at all: an error says so. */
    REFUSED
  }

  /** Writes NaN and infinities in one way. */
  public JsonWriter(NonFinite nonFinite) {
    this.nonFinite = nonFinite;
  }

  /** What writes a document. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException, PredictionException;
  }

  /** The bytes of a document. */
  public static byte[] bytes(Content content) throws PredictionException {
    try (ByteArrayBuilder out = new ByteArrayBuilder(FIRST)) {
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        content.write(json);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All elements in row-major order as one list.
   *
   * @param where what is written, for messages, as in {@code input "x"}
   * @throws PredictionException BAD_INPUT if JSON cannot carry an element
   */
  public void flat(JsonGenerator json, String where, Tensor tensor)
      throws IOException, PredictionException {
    json.writeStartArray();
    elements(json, where, tensor, 0, tensor.size());
    json.writeEndArray();
  }

  /**
   * The elements in lists nested as the shape says; a scalar stands alone.
   *
   * @throws PredictionException BAD_INPUT if JSON cannot carry an element
   */
  public void nested(JsonGenerator json, String where, Tensor tensor)
      throws IOException, PredictionException {
    nested(json, where, tensor, tensor.shape(), 0, 0);
  }

  private void nested(
      JsonGenerator json, String where, Tensor tensor, int[] shape, int axis, int from)
      throws IOException, PredictionException {
    if (axis == shape.length) {
      elements(json, where, tensor, from, from + 1);
      return;
    }
    int each = 1;
    for (int inner = axis + 1; inner < shape.length; inner++) {
      each *= shape[inner];
    }
    json.writeStartArray();
    if (axis == shape.length - 1) {
      elements(json, where, tensor, from, from + shape[axis]);
    } else {
      for (int i = 0; i < shape[axis]; i++) {
        nested(json, where, tensor, shape, axis + 1, from + i * each);
      }
    }
    json.writeEndArray();
  }

  private void elements(JsonGenerator json, String where, Tensor tensor, int from, int to)
      throws IOException, PredictionException {
    ByteBuffer bytes = tensor.bytes();
    for (int i = from; i < to; i++) {
      switch (tensor.dtype()) {
        case FP64 -> number(json, where, bytes.getDouble(i * Double.BYTES));
        case FP32 -> number(json, where, bytes.getFloat(i * Float.BYTES));
        // Every number of a 16-bit float is one of fp32, whose spelling reads back as it.
        case FP16, BF16 -> number(json, where, (float) tensor.doubleAt(i));
        case INT64 -> json.writeNumber(bytes.getLong(i * Long.BYTES));
        case UINT64 -> json.writeNumber(tensor.labelAt(i));
        case INT32, INT16, INT8, UINT32, UINT16, UINT8 ->
            json.writeNumber((long) tensor.doubleAt(i));
        case BOOL -> json.writeBoolean(bytes.get(i) != 0);
        case STRING -> json.writeString(text(where, tensor.texts().get(i)));
      }
    }
  }

  private void number(JsonGenerator json, String where, double value)
      throws IOException, PredictionException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeRawValue(token(where, value));
    }
  }

  private void number(JsonGenerator json, String where, float value)
      throws IOException, PredictionException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeRawValue(token(where, value));
    }
  }

  private String token(String where, double value) throws PredictionException {
    return switch (nonFinite) {
      case TOKENS -> Double.toString(value);
      case REFUSED ->
          throw new PredictionException(
              Reason.BAD_INPUT,
              "%s holds %s, which JSON cannot carry; binary tensors can".formatted(where, value));
    };
  }

  private static String text(String where, String element) throws PredictionException {
    return ByteTexts.text(element)
        .orElseThrow(
            () ->
                new PredictionException(
                    Reason.BAD_INPUT,
                    where + " holds bytes that are no text; JSON cannot carry them"));
  }
}
