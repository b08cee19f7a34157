package dev.canary.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable array of any rank that keeps the bits it was given.
 *
 * <p>Numbers are held as little-endian bytes in row-major order, exactly as they stand in a
 * safetensors file, so that NaN payloads, infinities, negative zero and subnormals survive, and two
 * tensors are {@linkplain #equals equal} when shape, type and every bit agree. Rank 0 is a scalar
 * of one element.
 */
public final class Tensor {
  private static final byte[] NO_BYTES = {};
  private static final List<String> NO_TEXTS = List.of();

  private final DType dtype;
  private final int[] shape;
  private final byte[] bytes;
  private final List<String> texts;

  /** 0 until it is asked for: two threads that ask compute the same. */
  private int hash;

  private Tensor(DType dtype, int[] shape, byte[] bytes, List<String> texts) {
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
    this.texts = texts;
  }

  /**
   * A numeric tensor over little-endian bytes; the array is taken over, not copied.
   *
   * @throws IllegalArgumentException if the number of bytes is not what type and shape need
   */
  public static Tensor ofBytes(DType dtype, int[] shape, byte[] littleEndian) {
    long expected = Math.multiplyExact(count(shape), (long) dtype.width());
    if (dtype == DType.STRING || littleEndian.length != expected) {
      throw new IllegalArgumentException(
          "%s%s needs %d bytes, found %d"
              .formatted(dtype.label(), Arrays.toString(shape), expected, littleEndian.length));
    }
    return new Tensor(dtype, shape.clone(), littleEndian, NO_TEXTS);
  }

  /** An fp64 tensor of these values. */
  public static Tensor ofDoubles(int[] shape, double... values) {
    byte[] bytes = new byte[values.length * Double.BYTES];
    littleEndian(bytes).asDoubleBuffer().put(values);
    return ofBytes(DType.FP64, shape, bytes);
  }

  /** An fp32 tensor of these values. */
  public static Tensor ofFloats(int[] shape, float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return ofBytes(DType.FP32, shape, bytes);
  }

  /** An int64 tensor of these values. */
  public static Tensor ofLongs(int[] shape, long... values) {
    byte[] bytes = new byte[values.length * Long.BYTES];
    littleEndian(bytes).asLongBuffer().put(values);
    return ofBytes(DType.INT64, shape, bytes);
  }

  /** A bool tensor of these values, one byte each. */
  public static Tensor ofBooleans(int[] shape, boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return ofBytes(DType.BOOL, shape, bytes);
  }

  /** A string tensor of these values. */
  public static Tensor ofTexts(int[] shape, List<String> values) {
    if (values.size() != count(shape)) {
      throw new IllegalArgumentException(
          "string%s needs %d values, found %d"
              .formatted(Arrays.toString(shape), count(shape), values.size()));
    }
    return new Tensor(DType.STRING, shape.clone(), NO_BYTES, List.copyOf(values));
  }

  /** An empty little-endian buffer, for the bytes of a tensor. */
  public static ByteBuffer littleEndian(int bytes) {
    return littleEndian(new byte[bytes]);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The number of elements of a shape; 1 for rank 0.
   *
   * @throws IllegalArgumentException if a dimension is negative or the product exceeds an array
   */
  public static int count(int... shape) {
    long product = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(shape));
      }
      product *= dimension;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " is too large");
      }
    }
    return (int) product;
  }

  public DType dtype() {
    return dtype;
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public int size() {
    return dtype == DType.STRING ? texts.size() : bytes.length / dtype.width();
  }

  /** A read-only view of the little-endian bytes; empty for strings. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The values of a string tensor; empty for numbers. */
  public List<String> texts() {
    return texts;
  }

  /**
   * The element as a double: exact for every type but int64 and uint64 beyond 2^53; bool gives 0 or
   * 1.
   */
  public double doubleAt(int index) {
    return switch (dtype) {
      case FP64 -> view().getDouble(index * 8);
      case FP32 -> view().getFloat(index * 4);
      case FP16 -> Half.toFloat(view().getShort(index * 2));
      case BF16 -> BFloat16.toFloat(view().getShort(index * 2));
      case INT64 -> view().getLong(index * 8);
      case INT32 -> view().getInt(index * 4);
      case INT16 -> view().getShort(index * 2);
      case INT8 -> bytes[index];
      case UINT64 -> unsigned(view().getLong(index * 8));
      case UINT32 -> Integer.toUnsignedLong(view().getInt(index * 4));
      case UINT16 -> Short.toUnsignedInt(view().getShort(index * 2));
      case UINT8, BOOL -> bytes[index] & 0xff;
      case STRING -> throw new IllegalStateException("a string tensor has no numbers");
    };
  }

  // The lowest bit stays in the half, so that the only rounding is that of the conversion.
  private static double unsigned(long value) {
    return value >= 0 ? value : 2 * (double) ((value >>> 1) | (value & 1));
  }

  /** All elements as doubles, in row-major order. */
  public double[] toDoubles() {
    double[] values = new double[size()];
    if (dtype == DType.FP64) {
      view().asDoubleBuffer().get(values);
    } else if (dtype == DType.FP32) {
      float[] floats = new float[values.length];
      view().asFloatBuffer().get(floats);
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
    } else {
      Arrays.setAll(values, this::doubleAt);
    }
    return values;
  }

  /**
   * A float tensor of this type and shape with other values, each rounded once to the type.
   *
   * @throws IllegalArgumentException if this is not a float tensor or the number of values differs
   */
  public Tensor withValues(double... values) {
    if (!dtype.isFloat() || values.length != size()) {
      throw new IllegalArgumentException(values.length + " doubles do not fit " + this);
    }
    byte[] replaced = new byte[bytes.length];
    ByteBuffer buffer = littleEndian(replaced);
    for (double value : values) {
      if (dtype == DType.FP64) {
        buffer.putDouble(value);
      } else if (dtype == DType.FP32) {
        buffer.putFloat((float) value);
      } else {
        buffer.putShort(dtype == DType.FP16 ? Half.fromDouble(value) : BFloat16.fromDouble(value));
      }
    }
    return new Tensor(dtype, shape, replaced, NO_TEXTS);
  }

  /**
   * The element as an exact label: a text as it is, a whole number in decimal, a bool as a word.
   */
  public String labelAt(int index) {
    return switch (dtype) {
      case STRING -> texts.get(index);
      case INT64 -> Long.toString(view().getLong(index * 8));
      case UINT64 -> Long.toUnsignedString(view().getLong(index * 8));
      case BOOL -> Boolean.toString(bytes[index] != 0);
      case INT32, INT16, INT8, UINT32, UINT16, UINT8 -> Long.toString((long) doubleAt(index));
      case FP64, FP32, FP16, BF16 -> Double.toString(doubleAt(index));
    };
  }

  private ByteBuffer view() {
    return littleEndian(bytes);
  }

  /** True when type, shape and every bit agree. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(bytes, that.bytes)
        && texts.equals(that.texts);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = 31 * (31 * Arrays.hashCode(bytes) + Arrays.hashCode(shape)) + texts.hashCode();
    }
    return hash;
  }

  /** Type and shape, for example {@code fp32[1, 10]}. */
  @Override
  public String toString() {
    return dtype.label() + Arrays.toString(shape);
  }
}
