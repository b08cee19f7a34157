package dev.canary.grpc;

import com.google.protobuf.ByteString;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import inference.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Elements in the typed field that the Open Inference Protocol gives to each type: INT8, INT16 and
 * INT32 share one of int32, UINT8, UINT16 and UINT32 one of uint32; FP16 and BF16 have none.
 */
final class TypedContents {
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private TypedContents() {}

  /** True if the type has a field. */
  static boolean hold(DType dtype) {
    return dtype != DType.FP16 && dtype != DType.BF16;
  }

  /**
   * The elements of a tensor.
   *
   * @throws IllegalArgumentException if its type has no field
   */
  static InferTensorContents of(Tensor tensor) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    ByteBuffer bytes = tensor.bytes();
    for (int i = 0; i < tensor.size(); i++) {
      switch (tensor.dtype()) {
        case FP64 -> contents.addFp64Contents(bytes.getDouble());
        case FP32 -> contents.addFp32Contents(bytes.getFloat());
        case INT64 -> contents.addInt64Contents(bytes.getLong());
        case INT32 -> contents.addIntContents(bytes.getInt());
        case INT16 -> contents.addIntContents(bytes.getShort());
        case INT8 -> contents.addIntContents(bytes.get());
        case UINT64 -> contents.addUint64Contents(bytes.getLong());
        case UINT32 -> contents.addUintContents(bytes.getInt());
        case UINT16 -> contents.addUintContents(Short.toUnsignedInt(bytes.getShort()));
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(bytes.get()));
        case BOOL -> contents.addBoolContents(bytes.get() != 0);
        case STRING -> contents.addBytesContents(element(tensor.texts().get(i)));
        case FP16, BF16 -> throw noField(tensor.dtype());
      }
    }
    return contents.build();
  }

  private static ByteString element(String text) {
    return ByteString.copyFrom(ByteTexts.bytes(text));
  }

  /**
   * The tensor of these elements.
   *
   * @throws IllegalArgumentException if they are not what type and shape need, saying what was
   *     found
   */
  static Tensor tensor(DType dtype, int[] shape, InferTensorContents contents) {
    int count = count(dtype, contents);
    if (count != Tensor.count(shape) || count != all(contents)) {
      throw new IllegalArgumentException(
          "%d elements needed in the field of %s, found %d there and %d in others"
              .formatted(Tensor.count(shape), dtype.label(), count, all(contents) - count));
    }
    if (dtype == DType.STRING) {
      List<ByteString> texts = contents.getBytesContentsList();
      return Tensor.ofTexts(shape, texts.stream().map(e -> ByteTexts.of(e.toByteArray())).toList());
    }
    byte[] elements = new byte[Math.multiplyExact(count, dtype.width())];
    ByteBuffer bytes = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(dtype, contents, i, bytes);
    }
    return Tensor.ofBytes(dtype, shape, elements);
  }

  private static void put(DType dtype, InferTensorContents contents, int i, ByteBuffer bytes) {
    switch (dtype) {
      case FP64 -> bytes.putDouble(contents.getFp64Contents(i));
      case FP32 -> bytes.putFloat(contents.getFp32Contents(i));
      case INT64 -> bytes.putLong(contents.getInt64Contents(i));
      case UINT64 -> bytes.putLong(contents.getUint64Contents(i));
      case INT32, INT16, INT8 -> putWhole(dtype, contents.getIntContents(i), i, bytes);
      case UINT32, UINT16, UINT8 ->
          putWhole(dtype, contents.getUintContents(i) & UNSIGNED_INT, i, bytes);
      case BOOL -> bytes.put((byte) (contents.getBoolContents(i) ? 1 : 0));
      case FP16, BF16, STRING -> throw noField(dtype);
    }
  }

  private static void putWhole(DType dtype, long value, int i, ByteBuffer bytes) {
    if (!dtype.holds(value)) {
      throw new IllegalArgumentException(
          "element %d is %d, outside %s, %s".formatted(i, value, dtype.label(), dtype.range()));
    }
    for (int b = 0; b < dtype.width(); b++) {
      bytes.put((byte) (value >> (Byte.SIZE * b)));
    }
  }

  private static int count(DType dtype, InferTensorContents contents) {
    return switch (dtype) {
      case FP64 -> contents.getFp64ContentsCount();
      case FP32 -> contents.getFp32ContentsCount();
      case INT64 -> contents.getInt64ContentsCount();
      case INT32, INT16, INT8 -> contents.getIntContentsCount();
      case UINT64 -> contents.getUint64ContentsCount();
      case UINT32, UINT16, UINT8 -> contents.getUintContentsCount();
      case BOOL -> contents.getBoolContentsCount();
      case STRING -> contents.getBytesContentsCount();
      case FP16, BF16 -> throw noField(dtype);
    };
  }

  private static int all(InferTensorContents contents) {
    return contents.getBoolContentsCount()
        + contents.getIntContentsCount()
        + contents.getInt64ContentsCount()
        + contents.getUintContentsCount()
        + contents.getUint64ContentsCount()
        + contents.getFp32ContentsCount()
        + contents.getFp64ContentsCount()
        + contents.getBytesContentsCount();
  }

  private static IllegalArgumentException noField(DType dtype) {
    return new IllegalArgumentException(
        dtype.label() + " has no typed field in this protocol; it can only be sent raw");
  }
}
