package dev.canary.djl;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tensors of an ONNX file in one normal form, whichever of the format's three encodings holds them:
 * raw bytes, typed lists, or a piece of another file.
 *
 * <p>Types that a {@link Tensor} does not have (float8, int4, complex) are kept as their bytes,
 * with type and shape in the weight's name.
 */
final class OnnxTensors {
  private OnnxTensors() {}

  static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == DataLocation.EXTERNAL;
  }

  /** The file that holds an external tensor. */
  static Path externalFile(TensorProto tensor, Path folder) {
    Path file = folder.resolve(external(tensor).getOrDefault("location", "")).normalize();
    if (!file.startsWith(folder)) {
      throw new IllegalArgumentException("external data outside the model's folder: " + file);
    }
    return file;
  }

  /** What a weight's name must say because its tensor cannot: empty for the usual types. */
  static String suffix(TensorProto tensor) {
    return held(tensor).isPresent() ? "" : "@" + tensor.getDataType() + tensor.getDimsList();
  }

  private static Optional<DType> held(TensorProto tensor) {
    return OnnxElement.of(tensor.getDataType()).map(OnnxElement::held);
  }

  /** The tensor's values. */
  static Tensor read(TensorProto tensor, Path folder) {
    int[] shape = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
    Optional<DType> held = held(tensor);
    if (held.equals(Optional.of(DType.STRING))) {
      return texts(shape, tensor.getStringDataList());
    }
    byte[] bytes = bytes(tensor, folder);
    return held.map(dtype -> Tensor.ofBytes(dtype, shape, bytes))
        .orElseGet(() -> Tensor.ofBytes(DType.UINT8, new int[] {bytes.length}, bytes));
  }

  private static byte[] bytes(TensorProto tensor, Path folder) {
    if (isExternal(tensor)) {
      return externalBytes(tensor, folder);
    }
    if (tensor.hasRawData()) {
      return tensor.getRawData().toByteArray();
    }
    return typedBytes(tensor);
  }

  // The format says which list holds which type; the other lists are empty.
  private static byte[] typedBytes(TensorProto tensor) {
    int width = width(tensor.getDataType());
    int count =
        tensor.getFloatDataCount() * 4
            + tensor.getDoubleDataCount() * 8
            + tensor.getInt64DataCount() * 8
            + tensor.getUint64DataCount() * Math.min(width, 8)
            + tensor.getInt32DataCount() * Math.min(width, 4);
    byte[] bytes = new byte[count];
    ByteBuffer out = LittleEndian.over(bytes);
    tensor.getFloatDataList().forEach(value -> out.putInt(Float.floatToRawIntBits(value)));
    tensor.getDoubleDataList().forEach(value -> out.putLong(Double.doubleToRawLongBits(value)));
    tensor.getInt64DataList().forEach(out::putLong);
    tensor.getUint64DataList().forEach(value -> putLow(out, value, Math.min(width, 8)));
    tensor.getInt32DataList().forEach(value -> putLow(out, value, Math.min(width, 4)));
    return bytes;
  }

  private static void putLow(ByteBuffer out, long value, int width) {
    for (int i = 0; i < width; i++) {
      out.put((byte) (value >> (8 * i)));
    }
  }

  // The numbers of TensorProto.DataType; from 17 on they are bytes or several values to a byte.
  private static int width(int type) {
    return switch (type) {
      case TensorProto.DataType.FLOAT_VALUE,
          TensorProto.DataType.INT32_VALUE,
          TensorProto.DataType.UINT32_VALUE ->
          4;
      case TensorProto.DataType.DOUBLE_VALUE,
          TensorProto.DataType.INT64_VALUE,
          TensorProto.DataType.UINT64_VALUE,
          TensorProto.DataType.COMPLEX64_VALUE ->
          8;
      case TensorProto.DataType.COMPLEX128_VALUE -> 16;
      case TensorProto.DataType.INT16_VALUE,
          TensorProto.DataType.UINT16_VALUE,
          TensorProto.DataType.FLOAT16_VALUE,
          TensorProto.DataType.BFLOAT16_VALUE ->
          2;
      default -> 1;
    };
  }

  private static Map<String, String> external(TensorProto tensor) {
    return tensor.getExternalDataList().stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  private static byte[] externalBytes(TensorProto tensor, Path folder) {
    Map<String, String> entries = external(tensor);
    Path file = externalFile(tensor, folder);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
      long rest = in.length() - offset;
      long length = Long.parseLong(entries.getOrDefault("length", Long.toString(rest)));
      if (length > rest) {
        throw new IllegalArgumentException(file + " ends before tensor " + tensor.getName());
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      in.seek(offset);
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Tensor floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return Tensor.ofFloats(new int[] {floats.length}, floats);
  }

  static Tensor longs(List<Long> values) {
    return Tensor.ofLongs(
        new int[] {values.size()}, values.stream().mapToLong(Long::longValue).toArray());
  }

  // Bytes that are no UTF-8 are read one by one, so that none is lost in a replacement character.
  static Tensor texts(int[] shape, List<ByteString> values) {
    return Tensor.ofTexts(
        shape,
        values.stream()
            .map(v -> v.isValidUtf8() ? v.toStringUtf8() : v.toString(StandardCharsets.ISO_8859_1))
            .toList());
  }
}
