package dev.canary.tensor;

import java.util.Optional;

/**
 * Gives a bare number of a case the type that the model declares, if that changes nothing.
 *
 * <p>JSON has one kind of number; a case file reads {@code 3} as int64 and {@code 0.5} as fp64. A
 * value that the declared type cannot hold exactly is refused rather than rounded: the golden input
 * is what the file says.
 */
public final class Lossless {
  private static final int[] SCALAR = {};

  private Lossless() {}

  /**
   * The tensor itself if it has this type; else, for a bare number, the same number as a tensor of
   * this type; empty if there is no such number.
   */
  public static Optional<Tensor> as(DType to, Tensor tensor) {
    if (tensor.dtype() == to) {
      return Optional.of(tensor);
    }
    return switch (tensor.dtype()) {
      case INT64 -> fromLong(tensor.bytes().getLong(), to);
      case FP64 -> fromDouble(tensor.bytes().getDouble(), to);
      case FP32, FP16, BF16, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, STRING ->
          Optional.empty();
    };
  }

  private static Optional<Tensor> fromLong(long value, DType to) {
    return switch (to) {
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 -> whole(value, to);
      case FP64, FP32, FP16, BF16 ->
          isExactDouble(value) ? fromDouble((double) value, to) : Optional.empty();
      case BOOL, STRING -> Optional.empty();
    };
  }

  private static Optional<Tensor> fromDouble(double value, DType to) {
    return switch (to) {
      case FP64, FP32, FP16, BF16 ->
          Optional.of(zero(to).withValues(value)).filter(t -> same(value, t));
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 ->
          isWhole(value) ? whole((long) value, to) : Optional.empty();
      case BOOL, STRING -> Optional.empty();
    };
  }

  private static Tensor zero(DType dtype) {
    return Tensor.ofBytes(dtype, SCALAR, new byte[dtype.width()]);
  }

  private static Optional<Tensor> whole(long value, DType to) {
    byte[] bytes = new byte[to.width()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value >> (8 * i));
    }
    return to.holds(value) ? Optional.of(Tensor.ofBytes(to, SCALAR, bytes)) : Optional.empty();
  }

  // The cast saturates, so the largest long would come back although 2^63 is no long.
  private static boolean isExactDouble(long value) {
    return (long) (double) value == value && (double) value != 0x1p63;
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < 0x1p63 && !isNegativeZero(value);
  }

  private static boolean isNegativeZero(double value) {
    return Double.doubleToRawLongBits(value) == Long.MIN_VALUE;
  }

  // Bits, not ==, because of NaN and -0.0.
  private static boolean same(double value, Tensor narrowed) {
    return Double.doubleToLongBits(value) == Double.doubleToLongBits(narrowed.doubleAt(0));
  }
}
