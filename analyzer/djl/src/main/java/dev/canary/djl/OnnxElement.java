package dev.canary.djl;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.canary.tensor.DType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The element types of ONNX, as what they are held and how the runtime's Java API takes them. */
enum OnnxElement {
  FLOAT(1, DType.FP32, OnnxJavaType.FLOAT),
  UINT8(2, DType.UINT8, OnnxJavaType.UINT8),
  INT8(3, DType.INT8, OnnxJavaType.INT8),
  UINT16(4, DType.UINT16, OnnxJavaType.UNKNOWN),
  INT16(5, DType.INT16, OnnxJavaType.INT16),
  INT32(6, DType.INT32, OnnxJavaType.INT32),
  INT64(7, DType.INT64, OnnxJavaType.INT64),
  STRING(8, DType.STRING, OnnxJavaType.STRING),
  BOOL(9, DType.BOOL, OnnxJavaType.BOOL),
  FLOAT16(10, DType.FP16, OnnxJavaType.FLOAT16),
  DOUBLE(11, DType.FP64, OnnxJavaType.DOUBLE),
  UINT32(12, DType.UINT32, OnnxJavaType.UNKNOWN),
  UINT64(13, DType.UINT64, OnnxJavaType.UNKNOWN),
  BFLOAT16(16, DType.BF16, OnnxJavaType.BFLOAT16);

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

  /** The type of a tensor of such elements. */
  DType held() {
    return held;
  }

  /** What the runtime's Java API takes; UNKNOWN where it cannot make such a tensor from bytes. */
  OnnxJavaType feed() {
    return feed;
  }

  /** Bytes of {@code count} elements in the runtime. */
  int bytes(int count) {
    return Math.multiplyExact(count, feed.size);
  }
}
