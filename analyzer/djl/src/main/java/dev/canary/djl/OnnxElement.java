package dev.canary.djl;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the elements of an ONNX tensor are held: as they are, or widened to the next type that has
 * room for every value.
 *
 * <p>int16 and uint16 become int32, uint32 becomes int64, bfloat16 becomes fp32. uint64 keeps its
 * 64 bits as int64, so that values from 2^63 on look negative.
 */
enum OnnxElement {
  FLOAT(1, DType.FP32, OnnxJavaType.FLOAT),
  UINT8(2, DType.UINT8, OnnxJavaType.UINT8),
  INT8(3, DType.INT8, OnnxJavaType.INT8),
  UINT16(4, DType.INT32, OnnxJavaType.UNKNOWN),
  INT16(5, DType.INT32, OnnxJavaType.INT16),
  INT32(6, DType.INT32, OnnxJavaType.INT32),
  INT64(7, DType.INT64, OnnxJavaType.INT64),
  STRING(8, DType.STRING, OnnxJavaType.STRING),
  BOOL(9, DType.BOOL, OnnxJavaType.BOOL),
  FLOAT16(10, DType.FP16, OnnxJavaType.FLOAT16),
  DOUBLE(11, DType.FP64, OnnxJavaType.DOUBLE),
  UINT32(12, DType.INT64, OnnxJavaType.UNKNOWN),
  UINT64(13, DType.INT64, OnnxJavaType.UNKNOWN),
  BFLOAT16(16, DType.FP32, OnnxJavaType.BFLOAT16);

  private static final Map<OnnxTensorType, OnnxElement> BY_TYPE =
      Arrays.stream(values())
          .collect(
              Collectors.toMap(
                  element ->
                      OnnxTensorType.valueOf("ONNX_TENSOR_ELEMENT_DATA_TYPE_" + element.name()),
                  Function.identity(),
                  (one, other) -> one,
                  () -> new EnumMap<>(OnnxTensorType.class)));

  private final int code;
  private final DType held;
  private final OnnxJavaType feed;

  OnnxElement(int code, DType held, OnnxJavaType feed) {
    this.code = code;
    this.held = held;
    this.feed = feed;
  }

  /** The element type with this number in the file format. */
  static Optional<OnnxElement> of(int code) {
    return Arrays.stream(values()).filter(element -> element.code == code).findFirst();
  }

  /** The element type that the runtime calls so; its Java API has numbers of its own. */
  static Optional<OnnxElement> of(OnnxTensorType type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /** The number in the file format. */
  int code() {
    return code;
  }

  /** The type of a {@link Tensor} of such elements. */
  DType held() {
    return held;
  }

  /** What the runtime's Java API takes; UNKNOWN where it cannot make such a tensor from bytes. */
  OnnxJavaType feed() {
    return feed;
  }

  /** True when a {@link Tensor} holds the elements as they are. */
  boolean isHeldAsIs() {
    return switch (this) {
      case FLOAT, UINT8, INT8, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE -> true;
      case UINT16, INT16, UINT32, UINT64, BFLOAT16 -> false;
    };
  }

  /** The name that people know: the type's own, not the one it is held as. */
  String label() {
    return isHeldAsIs() ? held.label() : name().toLowerCase(Locale.ROOT);
  }

  /** A tensor over the runtime's own bytes. */
  Tensor hold(int[] shape, byte[] littleEndian) {
    if (isHeldAsIs() || this == UINT64) {
      return Tensor.ofBytes(held, shape, littleEndian);
    }
    ByteBuffer in = LittleEndian.over(littleEndian);
    byte[] wide = new byte[Tensor.count(shape) * held.width()];
    ByteBuffer out = LittleEndian.over(wide);
    while (out.hasRemaining()) {
      widen(in, out);
    }
    return Tensor.ofBytes(held, shape, wide);
  }

  private void widen(ByteBuffer in, ByteBuffer out) {
    switch (this) {
      case INT16 -> out.putInt(in.getShort());
      case UINT16 -> out.putInt(Short.toUnsignedInt(in.getShort()));
      case UINT32 -> out.putLong(Integer.toUnsignedLong(in.getInt()));
      case BFLOAT16 -> out.putInt(in.getShort() << 16);
      case FLOAT, UINT8, INT8, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE, UINT64 ->
          throw new IllegalStateException(this + " needs no widening");
    }
  }

  /** True when every element of a tensor of type {@link #held()} is a value of this type. */
  boolean fits(Tensor tensor) {
    return switch (this) {
      case INT16 -> within(tensor, Short.MIN_VALUE, Short.MAX_VALUE);
      case UINT16 -> within(tensor, 0, 0xffff);
      case UINT32 -> within(tensor, 0, 0xffff_ffffL);
      case BFLOAT16 -> lowBitsAreZero(tensor);
      case FLOAT, UINT8, INT8, INT32, INT64, STRING, BOOL, FLOAT16, DOUBLE, UINT64 -> true;
    };
  }

  private static boolean within(Tensor tensor, long least, long greatest) {
    ByteBuffer in = tensor.bytes();
    while (in.hasRemaining()) {
      long value = tensor.dtype() == DType.INT32 ? in.getInt() : in.getLong();
      if (value < least || value > greatest) {
        return false;
      }
    }
    return true;
  }

  private static boolean lowBitsAreZero(Tensor tensor) {
    ByteBuffer in = tensor.bytes();
    while (in.hasRemaining()) {
      if ((in.getInt() & 0xffff) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The runtime's bytes of a tensor that {@link #fits}; not for types it cannot be fed. */
  void narrow(Tensor tensor, ByteBuffer out) {
    ByteBuffer in = tensor.bytes();
    if (isHeldAsIs()) {
      out.put(in);
      return;
    }
    int shift = this == BFLOAT16 ? 16 : 0;
    while (in.hasRemaining()) {
      out.putShort((short) (in.getInt() >> shift));
    }
  }

  /** Bytes of {@code count} elements in the runtime. */
  int bytes(int count) {
    return Math.multiplyExact(count, feed.size);
  }
}
