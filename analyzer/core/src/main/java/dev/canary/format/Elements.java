package dev.canary.format;

import dev.canary.tensor.BFloat16;
import dev.canary.tensor.DType;
import dev.canary.tensor.Half;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Turns the elements of a tensor, as JSON spells them, into the bits of their type. */
final class Elements {
  private static final int LONGEST_WHOLE = 20;

  private final DType dtype;
  private final Leaves leaves;
  private final ByteBuffer bytes;

  private Elements(DType dtype, Leaves leaves) {
    this.dtype = dtype;
    this.leaves = leaves;
    this.bytes = ByteBuffer.allocate(leaves.size() * dtype.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What the elements of a type may be. */
  static String allowed(DType dtype) {
    return switch (dtype) {
      case FP64, FP32, FP16, BF16 ->
          "numbers that fit " + dtype.label() + ", \"NaN\", \"Infinity\", \"-Infinity\"";
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 ->
          "whole numbers from " + dtype.range();
      case BOOL -> "true, false";
      case STRING -> "texts in quotes, of whole Unicode characters";
    };
  }

  /**
   * The tensor of these elements; their number must be what the shape needs.
   *
   * @param bad is told the index of each element that is not of the type; then there is no tensor
   */
  static Optional<Tensor> read(DType dtype, int[] shape, Leaves leaves, IntConsumer bad) {
    return dtype == DType.STRING
        ? texts(shape, leaves, bad)
        : new Elements(dtype, leaves).numbers(shape, bad);
  }

  private static Optional<Tensor> texts(int[] shape, Leaves leaves, IntConsumer bad) {
    List<String> texts = new ArrayList<>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      String text = leaves.text(i);
      if (leaves.kind(i) == Leaves.Kind.TEXT && isUnicode(text)) {
        texts.add(text);
      } else {
        bad.accept(i);
      }
    }
    boolean good = texts.size() == leaves.size();
    return good ? Optional.of(Tensor.ofTexts(shape, texts)) : Optional.empty();
  }

  private Optional<Tensor> numbers(int[] shape, IntConsumer bad) {
    boolean good = true;
    for (int i = 0; i < leaves.size(); i++) {
      if (!put(i)) {
        good = false;
        bad.accept(i);
      }
    }
    return good ? Optional.of(Tensor.ofBytes(dtype, shape, bytes.array())) : Optional.empty();
  }

  private boolean put(int i) {
    return switch (dtype) {
      case FP64, FP32, FP16, BF16 -> putNumber(i);
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 -> putWhole(i);
      case BOOL -> putFlag(i);
      case STRING -> throw new IllegalStateException("texts are read elsewhere");
    };
  }

  private boolean putNumber(int i) {
    if (leaves.kind(i) != Leaves.Kind.NUMBER) {
      return leaves.kind(i) == Leaves.Kind.TEXT && putNonFinite(i);
    }
    char[] chars = leaves.chars();
    int start = leaves.start(i);
    int end = leaves.end(i);
    return switch (dtype) {
      case FP64 -> finite(putDouble(i, Decimals.toDouble(chars, start, end)));
      case FP32 -> finite(putFloat(i, Decimals.toFloat(chars, start, end)));
      case FP16 -> (putShort(i, Decimals.toHalf(chars, start, end)) & 0x7c00) != 0x7c00;
      default -> (putShort(i, Decimals.toBFloat16(chars, start, end)) & 0x7f80) != 0x7f80;
    };
  }

  private boolean putNonFinite(int i) {
    Optional<Double> value = Numbers.nonFinite(leaves.text(i));
    value.ifPresent(
        v -> {
          switch (dtype) {
            case FP64 -> putDouble(i, v);
            case FP32 -> putFloat(i, v.floatValue());
            case FP16 -> putShort(i, Half.fromDouble(v));
            default -> putShort(i, BFloat16.fromDouble(v));
          }
        });
    return value.isPresent();
  }

  private boolean putWhole(int i) {
    int length = leaves.end(i) - leaves.start(i);
    if (leaves.kind(i) != Leaves.Kind.NUMBER || length > LONGEST_WHOLE) {
      return false;
    }
    String text = leaves.text(i);
    Optional<Long> value = Numbers.whole(text).filter(dtype::holds);
    if (value.isEmpty() && dtype == DType.UINT64) {
      value = Numbers.unsigned(text);
    }
    value.ifPresent(v -> putLow(i * dtype.width(), v));
    return value.isPresent();
  }

  private void putLow(int at, long value) {
    for (int i = 0; i < dtype.width(); i++) {
      bytes.put(at + i, (byte) (value >> (8 * i)));
    }
  }

  private boolean putFlag(int i) {
    boolean flag = leaves.text(i).equals("true");
    bytes.put(i, (byte) (flag ? 1 : 0));
    return leaves.kind(i) == Leaves.Kind.WORD && (flag || leaves.text(i).equals("false"));
  }

  private double putDouble(int i, double value) {
    bytes.putLong(i * 8, Double.doubleToRawLongBits(value));
    return value;
  }

  private float putFloat(int i, float value) {
    bytes.putInt(i * 4, Float.floatToRawIntBits(value));
    return value;
  }

  private short putShort(int i, short bits) {
    bytes.putShort(i * 2, bits);
    return bits;
  }

  private static boolean finite(double value) {
    return Double.isFinite(value);
  }

  /** True unless half of a surrogate pair stands alone, which no UTF-8 file can hold. */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
