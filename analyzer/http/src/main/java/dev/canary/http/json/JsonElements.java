package dev.canary.http.json;

import dev.canary.format.Decimals;
import dev.canary.http.json.JsonLeaves.Kind;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.BFloat16;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Half;
import dev.canary.tensor.Nulls;
import dev.canary.tensor.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The elements of one tensor, each read from its spelling straight into its type. */
final class JsonElements {
  private static final int MOST_DIGITS = 20;

  private final String where;
  private final DType dtype;
  private final JsonLeaves leaves;
  private final int from;
  private final int[] shape;

  /**
   * @param where what is read, for messages
   * @param from the position of the first element among the leaves; as many as the shape needs
   *     follow
   */
  JsonElements(String where, DType dtype, JsonLeaves leaves, int from, int... shape) {
    this.where = where;
    this.dtype = dtype;
    this.leaves = leaves;
    this.from = from;
    this.shape = shape;
  }

  /**
   * The tensor.
   *
   * @throws PredictionException BAD_ANSWER if an element is none of the type, naming its place
   */
  Tensor tensor() throws PredictionException {
    int count = Tensor.count(shape);
    if (dtype == DType.STRING) {
      return Tensor.ofTexts(shape, texts(count));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(count, dtype.width()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(i, bytes);
    }
    return Tensor.ofBytes(dtype, shape, bytes.array());
  }

  private List<String> texts(int count) throws PredictionException {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (leaves.kind(from + i) != Kind.TEXT) {
        throw element(i, "which is no text");
      }
      String element = ByteTexts.of(leaves.text(from + i));
      if (ByteTexts.text(element).isEmpty()) {
        throw element(i, "which holds half of a surrogate pair");
      }
      texts.add(element);
    }
    return texts;
  }

  private void put(int i, ByteBuffer bytes) throws PredictionException {
    switch (dtype) {
      case FP64, FP32, FP16, BF16 -> putFloat(i, bytes);
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 -> putWhole(i, bytes);
      case BOOL -> bytes.put((byte) (flag(i) ? 1 : 0));
      case STRING -> throw new IllegalStateException("texts are read elsewhere");
    }
  }

  private void putFloat(int i, ByteBuffer bytes) throws PredictionException {
    switch (leaves.kind(from + i)) {
      case NUMBER -> putFinite(i, bytes);
      case NON_FINITE, TEXT -> putNonFinite(i, bytes);
      case NULL -> Nulls.put(dtype, bytes);
      case TRUE, FALSE -> throw element(i, "which is no number");
    }
  }

  private void putFinite(int i, ByteBuffer bytes) throws PredictionException {
    char[] chars = leaves.chars();
    int start = leaves.start(from + i);
    int end = leaves.end(from + i);
    double value;
    if (dtype == DType.FP32) {
      float narrow = Decimals.toFloat(chars, start, end);
      bytes.putFloat(narrow);
      value = narrow;
    } else if (dtype == DType.FP64) {
      value = Decimals.toDouble(chars, start, end);
      bytes.putDouble(value);
    } else {
      boolean half = dtype == DType.FP16;
      short bits =
          half ? Decimals.toHalf(chars, start, end) : Decimals.toBFloat16(chars, start, end);
      bytes.putShort(bits);
      value = half ? Half.toFloat(bits) : BFloat16.toFloat(bits);
    }
    if (Double.isInfinite(value)) {
      throw element(i, "beyond the range of " + dtype.label());
    }
  }

  private void putNonFinite(int i, ByteBuffer bytes) throws PredictionException {
    double value =
        switch (leaves.text(from + i).toLowerCase(Locale.ROOT)) {
          case "nan", "+nan", "-nan" -> Double.NaN;
          case "infinity", "inf", "+infinity", "+inf" -> Double.POSITIVE_INFINITY;
          case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
          default -> throw element(i, "which is no number");
        };
    switch (dtype) {
      case FP64 -> bytes.putDouble(value);
      case FP32 -> bytes.putFloat((float) value);
      case FP16 -> bytes.putShort(Half.fromDouble(value));
      default -> bytes.putShort(BFloat16.fromDouble(value));
    }
  }

  /** The elements themselves, of a type of whole numbers. */
  long[] wholes() throws PredictionException {
    long[] values = new long[Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(i);
    }
    return values;
  }

  private long whole(int i) throws PredictionException {
    if (leaves.kind(from + i) != Kind.NUMBER) {
      throw element(i, "which " + dtype.label() + " cannot hold");
    }
    return leaves.isShortWhole(from + i) ? quickly(i) : slowly(i);
  }

  private void putWhole(int i, ByteBuffer bytes) throws PredictionException {
    long value = whole(i);
    for (int b = 0; b < dtype.width(); b++) {
      bytes.put((byte) (value >> (8 * b)));
    }
  }

  private long quickly(int i) throws PredictionException {
    long value = leaves.shortWhole(from + i);
    if (!dtype.holds(value)) {
      throw outside(i);
    }
    return value;
  }

  private long slowly(int i) throws PredictionException {
    BigDecimal number = new BigDecimal(leaves.text(from + i));
    if (number.signum() == 0) {
      return 0;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.scale() > 0) {
      throw element(i, "which is no whole number");
    }
    if ((long) stripped.precision() - stripped.scale() > MOST_DIGITS) {
      throw outside(i);
    }
    BigInteger value = stripped.toBigIntegerExact();
    boolean fits =
        dtype == DType.UINT64
            ? value.signum() > 0 && value.bitLength() <= Long.SIZE
            : value.bitLength() < Long.SIZE && dtype.holds(value.longValue());
    if (!fits) {
      throw outside(i);
    }
    return value.longValue();
  }

  private boolean flag(int i) throws PredictionException {
    Kind kind = leaves.kind(from + i);
    String number = kind == Kind.NUMBER ? leaves.text(from + i) : "";
    if (kind == Kind.TRUE || number.equals("1")) {
      return true;
    }
    if (kind == Kind.FALSE || number.equals("0")) {
      return false;
    }
    throw element(i, "which is neither true nor false");
  }

  private PredictionException outside(int i) {
    return element(i, "outside %s, %s".formatted(dtype.label(), dtype.range()));
  }

  private PredictionException element(int i, String why) {
    return new PredictionException(
        Reason.BAD_ANSWER,
        "%s: element %s is %s, %s"
            .formatted(where, JsonShape.position(shape, i), leaves.shown(from + i), why));
  }
}
