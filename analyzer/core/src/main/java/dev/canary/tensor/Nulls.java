package dev.canary.tensor;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

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
    return switch (tensor.dtype()) {
      case FP64 -> count(tensor.bytes().asLongBuffer());
      case FP32 -> count(tensor.bytes().asIntBuffer());
      case FP16 -> count(tensor.bytes().asShortBuffer(), FP16);
      case BF16 -> count(tensor.bytes().asShortBuffer(), BF16);
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, STRING -> 0;
    };
  }

  /** True if this element of a tensor is a null. */
  public static boolean isAt(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FP64 -> tensor.bytes().asLongBuffer().get(index) == FP64;
      case FP32 -> tensor.bytes().asIntBuffer().get(index) == FP32;
      case FP16 -> tensor.bytes().asShortBuffer().get(index) == FP16;
      case BF16 -> tensor.bytes().asShortBuffer().get(index) == BF16;
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL, STRING -> false;
    };
  }

  private static int count(LongBuffer bits) {
    int count = 0;
    for (int i = 0; i < bits.limit(); i++) {
      count += bits.get(i) == FP64 ? 1 : 0;
    }
    return count;
  }

  private static int count(IntBuffer bits) {
    int count = 0;
    for (int i = 0; i < bits.limit(); i++) {
      count += bits.get(i) == FP32 ? 1 : 0;
    }
    return count;
  }

  private static int count(ShortBuffer bits, short wanted) {
    int count = 0;
    for (int i = 0; i < bits.limit(); i++) {
      count += bits.get(i) == wanted ? 1 : 0;
    }
    return count;
  }
}
