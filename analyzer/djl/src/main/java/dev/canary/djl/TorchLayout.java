package dev.canary.djl;

import dev.canary.djl.Pickle.Global;
import dev.canary.djl.Pickle.Made;
import dev.canary.djl.Pickle.Persistent;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a pickled tensor's elements are in its storage. */
final class TorchLayout {
  private static final Map<String, DType> TYPES =
      Map.of(
          "FloatStorage", DType.FP32,
          "DoubleStorage", DType.FP64,
          "HalfStorage", DType.FP16,
          "LongStorage", DType.INT64,
          "IntStorage", DType.INT32,
          "CharStorage", DType.INT8,
          "ByteStorage", DType.UINT8,
          "BoolStorage", DType.BOOL);

  private final String storageType;
  private final String key;
  private final int count;
  private final int offset;
  private final int[] sizes;
  private final int[] strides;

  /** The layout that the arguments of {@code torch._utils._rebuild_tensor_v2} describe. */
  TorchLayout(Made tensor) {
    List<?> arguments = tensor.arguments();
    List<?> storage = (List<?>) ((Persistent) arguments.get(0)).id();
    storageType = ((Global) storage.get(1)).name();
    key = storage.get(2).toString();
    count = number(storage.get(4));
    offset = number(arguments.get(1));
    sizes = numbers(arguments.get(2));
    strides = numbers(arguments.get(3));
  }

  private static int number(Object value) {
    return Math.toIntExact((Long) value);
  }

  private static int[] numbers(Object values) {
    return ((List<?>) values).stream().mapToInt(TorchLayout::number).toArray();
  }

  /** The name of the storage in its folder of the archive. */
  String key() {
    return key;
  }

  int[] sizes() {
    return sizes.clone();
  }

  /** The type of the elements; empty if a tensor of the analyzer has no such type. */
  Optional<DType> type() {
    return Optional.ofNullable(TYPES.get(storageType));
  }

  /** Type and shape in words. */
  String describe() {
    return storageType + Arrays.toString(sizes);
  }

  /** The tensor's elements in row-major order. */
  byte[] elements(byte[] storage) {
    int width = type().map(DType::width).orElse(storage.length / Math.max(1, count));
    byte[] elements = new byte[Tensor.count(sizes) * width];
    if (isCompact()) {
      System.arraycopy(storage, offset * width, elements, 0, elements.length);
      return elements;
    }
    int[] index = new int[sizes.length];
    for (int at = 0; at < elements.length; at += width) {
      System.arraycopy(storage, position(index) * width, elements, at, width);
      for (int axis = sizes.length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return elements;
  }

  private boolean isCompact() {
    int expected = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= sizes[axis];
    }
    return true;
  }

  private int position(int[] index) {
    int position = offset;
    for (int axis = 0; axis < index.length; axis++) {
      position += index[axis] * strides[axis];
    }
    return position;
  }
}
