package dev.canary.tensor;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the Open Inference Protocol, version 2, calls the types of tensors and lays out their bytes:
 * little-endian and row-major, an element of BYTES behind its length in four bytes.
 *
 * <p>The same over REST (the binary tensor data extension) and gRPC (raw contents). Source: the
 * protocol's inference_rest.md and inference_grpc.md, Triton's extension_binary_data.md.
 */
public final class OpenInference {
  private static final String BYTES = "BYTES";
  private static final Map<String, DType> TYPES =
      Arrays.stream(DType.values()).collect(Collectors.toMap(DType::name, dtype -> dtype));

  private OpenInference() {}

  /** The protocol's word for a type, for example {@code FP32}. */
  public static String word(DType dtype) {
    return dtype == DType.STRING ? BYTES : dtype.name();
  }

  /** The type of a word; {@code STRING} is read as BYTES, as the protocol's own pages write it. */
  public static Optional<DType> type(String word) {
    return Optional.ofNullable(word.equals(BYTES) ? DType.STRING : TYPES.get(word));
  }

  /** The bytes of a tensor. */
  public static byte[] raw(Tensor tensor) {
    if (tensor.dtype() != DType.STRING) {
      byte[] bytes = new byte[tensor.bytes().remaining()];
      tensor.bytes().get(bytes);
      return bytes;
    }
    List<byte[]> elements = tensor.texts().stream().map(ByteTexts::bytes).toList();
    int size = elements.stream().mapToInt(e -> Integer.BYTES + e.length).reduce(0, Math::addExact);
    byte[] bytes = new byte[size];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    elements.forEach(element -> out.putInt(element.length).put(element));
    return bytes;
  }

  /**
   * The tensor of these bytes; all of them are its own.
   *
   * @throws IllegalArgumentException if they are not what type and shape need, saying what was
   *     found
   */
  public static Tensor tensor(DType dtype, int[] shape, ByteBuffer raw) {
    if (dtype == DType.STRING) {
      return Tensor.ofTexts(shape, texts(raw.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    }
    byte[] bytes = new byte[raw.remaining()];
    raw.duplicate().get(bytes);
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bytes[i] == 0 ? 0 : 1);
      }
    }
    return Tensor.ofBytes(dtype, shape, bytes);
  }

  private static List<String> texts(ByteBuffer raw) {
    List<String> texts = new ArrayList<>();
    int size = raw.remaining();
    try {
      while (raw.hasRemaining()) {
        int length = raw.getInt();
        if (length < 0 || length > raw.remaining()) {
          throw new BufferUnderflowException();
        }
        byte[] element = new byte[length];
        raw.get(element);
        texts.add(ByteTexts.of(element));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "element %d of BYTES ends after the %d bytes of its tensor".formatted(texts.size(), size),
          e);
    }
    return texts;
  }
}
