package dev.canary.server;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's values as tensors and back, bit for bit.
 *
 * <p>The maps of a classifier (ZipMap) become one FP32 tensor with a column for every key, sorted.
 */
final class OnnxValues {
  private OnnxValues() {}

  /** What the protocol can say of an input or output. */
  static Optional<Slot> slot(String name, ValueInfo info) {
    if (info instanceof TensorInfo tensor) {
      List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
      return datatype(tensor).map(type -> new Slot(name, type, shape));
    }
    boolean isMaps = info instanceof SequenceInfo sequence && sequence.isSequenceOfMaps();
    return isMaps || info instanceof MapInfo
        ? Optional.of(new Slot(name, Datatype.FP32, isMaps ? List.of(-1L, -1L) : List.of(-1L)))
        : Optional.empty();
  }

  private static Optional<Datatype> datatype(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(Datatype.BOOL);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(Datatype.UINT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(Datatype.UINT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(Datatype.UINT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(Datatype.UINT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(Datatype.INT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(Datatype.INT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(Datatype.INT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(Datatype.INT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(Datatype.FP16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(Datatype.BF16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(Datatype.FP32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(Datatype.FP64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(Datatype.BYTES);
      default -> Optional.empty();
    };
  }

  /** The runtime's tensor over the next piece of the memory. */
  static OnnxTensor feed(OrtEnvironment environment, Tensor tensor, ByteBuffer memory)
      throws OrtException, InferenceException {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    if (tensor.datatype() == Datatype.BYTES) {
      String[] texts =
          tensor.elements().stream()
              .map(element -> new String(element, StandardCharsets.UTF_8))
              .toArray(String[]::new);
      return OnnxTensor.createTensor(environment, texts, shape);
    }
    return OnnxTensor.createTensor(
        environment, AlignedMemory.fill(memory, tensor.raw()), shape, type(tensor));
  }

  private static OnnxJavaType type(Tensor tensor) throws InferenceException {
    return switch (tensor.datatype()) {
      case BOOL -> OnnxJavaType.BOOL;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case FP16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case FP32 -> OnnxJavaType.FLOAT;
      case FP64 -> OnnxJavaType.DOUBLE;
      case UINT16, UINT32, UINT64, BYTES ->
          throw InferenceException.badRequest(
              "input " + tensor.name() + ": the model takes no " + tensor.datatype());
    };
  }

  /**
   * An output; a sequence of tensors one by one under {@code name.index}.
   *
   * @param value null for an optional output that is not there
   */
  static List<Tensor> read(String name, @Nullable OnnxValue value)
      throws OrtException, InferenceException {
    if (value == null) {
      return List.of();
    }
    if (value instanceof OnnxTensor tensor) {
      return List.of(read(name, tensor));
    }
    if (value instanceof OnnxMap map) {
      return List.of(rows(name, List.of(), List.of(map.getValue())));
    }
    if (value instanceof OnnxSequence sequence) {
      return read(name, sequence);
    }
    throw InferenceException.failed("output " + name + " is " + value.getInfo());
  }

  private static List<Tensor> read(String name, OnnxSequence sequence)
      throws OrtException, InferenceException {
    List<? extends OnnxValue> items = sequence.getValue();
    try {
      List<Map<?, ?>> maps = new ArrayList<>();
      List<Tensor> tensors = new ArrayList<>();
      for (OnnxValue item : items) {
        if (item instanceof OnnxMap map) {
          maps.add(map.getValue());
        } else {
          tensors.addAll(read(name + "." + tensors.size(), item));
        }
      }
      return maps.isEmpty() ? tensors : List.of(rows(name, List.of((long) maps.size()), maps));
    } finally {
      items.forEach(OnnxValue::close);
    }
  }

  private static Tensor rows(String name, List<Long> leading, List<? extends Map<?, ?>> maps)
      throws InferenceException {
    int width = maps.get(0).size();
    ByteBuffer raw = Little.endian(new byte[4 * width * maps.size()]);
    for (Map<?, ?> map : maps) {
      for (Object value : new TreeMap<>(map).values()) {
        if (!(value instanceof Float number) || map.size() != width) {
          throw InferenceException.failed("output " + name + ": maps that make no FP32 tensor");
        }
        raw.putFloat(number);
      }
    }
    List<Long> shape = new ArrayList<>(leading);
    shape.add((long) width);
    return new Tensor(name, Datatype.FP32, shape, raw.flip());
  }

  private static Tensor read(String name, OnnxTensor tensor)
      throws OrtException, InferenceException {
    TensorInfo info = tensor.getInfo();
    Datatype datatype =
        datatype(info)
            .orElseThrow(() -> InferenceException.failed("output " + name + " is " + info));
    List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
    // Of an empty tensor the runtime hands out no memory at all.
    if (info.getNumElements() == 0) {
      return Tensor.of(name, datatype, shape, new byte[0]);
    }
    if (datatype == Datatype.BYTES) {
      RawWriter raw = new RawWriter();
      flatten(tensor.getValue(), raw);
      return new Tensor(name, datatype, shape, raw.written());
    }
    return new Tensor(name, datatype, shape, tensor.getByteBuffer());
  }

  private static void flatten(Object value, RawWriter raw) {
    if (value instanceof Object[] items) {
      for (Object item : items) {
        flatten(item, raw);
      }
    } else {
      raw.putBytes(((String) value).getBytes(StandardCharsets.UTF_8));
    }
  }
}
