package dev.canary.tensor;

import java.nio.ByteBuffer;

/**
 * Nulls among floating-point numbers: quiet NaNs with a payload that no arithmetic makes.
 *
 * <p>Some servers write {@code null} for NaN and both infinities, so a null is no number and yet
 * may not be taken for the NaN that another server spells out.
 */
public final class Nulls {
  private static final long FP64 = 0x7ff8_0000_4e55_4c4cL;
  private static final int FP32 = 0x7fc0_4e55;
  private static final short FP16 = 0x7e4e;
  private static final short BF16 = 0x7fce;

  private Nulls() {}

  /** Appends a null of a floating-point type. */
  public static void put(DType dtype, ByteBuffer littleEndian) {
    switch (dtype) {
      case FP64 -> littleEndian.putLong(FP64);
      case FP32 -> littleEndian.putInt(FP32);
      case FP16 -> littleEndian.putShort(FP16);
      case BF16 -> littleEndian.putShort(BF16);
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, STRING ->
          throw new IllegalArgumentException(dtype.label() + " holds no null");
    }
  }

  /** How many elements of a tensor are nulls. */
  public static int count(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    int count = 0;
    for (int at = 0; tensor.dtype().isFloat() && at < bytes.limit(); at += tensor.dtype().width()) {
      count += isAt(tensor.dtype(), bytes, at) ? 1 : 0;
    }
    return count;
  }

  private static boolean isAt(DType dtype, ByteBuffer bytes, int at) {
    return switch (dtype) {
      case FP64 -> bytes.getLong(at) == FP64;
      case FP32 -> bytes.getInt(at) == FP32;
      case FP16 -> bytes.getShort(at) == FP16;
      case BF16 -> bytes.getShort(at) == BF16;
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, STRING -> false;
    };
  }
}
