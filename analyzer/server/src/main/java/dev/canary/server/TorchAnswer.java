package dev.canary.server;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a module answered as named tensors: a single one as {@code output}, nested ones under their
 * path, for example {@code 0} or {@code boxes.1}, the keys of a dict sorted.
 */
final class TorchAnswer {
  private final PtNDManager scope;
  private final List<Tensor> tensors = new ArrayList<>();

  TorchAnswer(PtNDManager scope) {
    this.scope = scope;
  }

  List<Tensor> read(IValue answer) throws InferenceException {
    add("", answer);
    return tensors;
  }

  private void add(String path, IValue value) throws InferenceException {
    try (value) {
      if (value.isTensor()) {
        tensors.add(tensor(path.isEmpty() ? "output" : path, value.toTensor(scope)));
      } else if (value.isLong()) {
        tensors.add(bare(path, Datatype.INT64, value.toLong()));
      } else if (value.isDouble()) {
        tensors.add(bare(path, Datatype.FP64, Double.doubleToRawLongBits(value.toDouble())));
      } else if (value.isLongList()) {
        tensors.add(row(path, Datatype.INT64, value.toLongArray()));
      } else if (value.isDoubleList()) {
        long[] bits =
            Arrays.stream(value.toDoubleArray()).mapToLong(Double::doubleToRawLongBits).toArray();
        tensors.add(row(path, Datatype.FP64, bits));
      } else if (value.isMap()) {
        for (Map.Entry<String, IValue> item : new TreeMap<>(value.toIValueMap()).entrySet()) {
          add(join(path, item.getKey()), item.getValue());
        }
      } else {
        addAll(path, items(path, value));
      }
    }
  }

  private static IValue[] items(String path, IValue value) throws InferenceException {
    if (value.isTuple()) {
      return value.toIValueTuple();
    }
    if (value.isList()) {
      return value.toIValueArray();
    }
    throw InferenceException.failed("output " + path + " is " + value.getType());
  }

  private void addAll(String path, IValue[] items) throws InferenceException {
    for (int i = 0; i < items.length; i++) {
      add(join(path, Integer.toString(i)), items[i]);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Tensor bare(String path, Datatype datatype, long bits) {
    RawWriter raw = new RawWriter();
    raw.put(bits, datatype.width());
    return new Tensor(path.isEmpty() ? "output" : path, datatype, List.of(), raw.written());
  }

  private static Tensor row(String path, Datatype datatype, long[] bits) {
    RawWriter raw = new RawWriter();
    Arrays.stream(bits).forEach(element -> raw.put(element, datatype.width()));
    List<Long> shape = List.of((long) bits.length);
    return new Tensor(path.isEmpty() ? "output" : path, datatype, shape, raw.written());
  }

  private static Tensor tensor(String name, PtNDArray array) throws InferenceException {
    List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
    return new Tensor(name, datatype(name, array.getDataType()), shape, array.toByteBuffer(false));
  }

  private static Datatype datatype(String name, DataType type) throws InferenceException {
    return switch (type) {
      case FLOAT64 -> Datatype.FP64;
      case FLOAT32 -> Datatype.FP32;
      case FLOAT16 -> Datatype.FP16;
      case BFLOAT16 -> Datatype.BF16;
      case INT64 -> Datatype.INT64;
      case INT32 -> Datatype.INT32;
      case INT16 -> Datatype.INT16;
      case INT8 -> Datatype.INT8;
      case UINT8 -> Datatype.UINT8;
      case BOOLEAN -> Datatype.BOOL;
      default -> throw InferenceException.failed("output " + name + " is " + type);
    };
  }
}
