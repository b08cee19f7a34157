package dev.canary.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a module answered: one tensor as {@code output}, nested answers one by one under
 * their path, for example {@code 0}, {@code boxes} or {@code 0.boxes}.
 *
 * <p>Numbers, flags and texts become tensors of rank 0, lists of numbers tensors of rank 1. None is
 * left out. A dict comes sorted by its keys, for PyTorch's Java binding loses their order. Text
 * comes back whole only up to U+FFFF: the binding cuts it at the first character beyond.
 */
final class TorchOutputs {
  private static final int[] SCALAR = {};
  private static final String WHOLE = "output";

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final TorchScope scope;

  private TorchOutputs(TorchScope scope) {
    this.scope = scope;
  }

  static Output read(IValue result, TorchScope scope) throws PredictionException {
    TorchOutputs outputs = new TorchOutputs(scope);
    outputs.add("", result);
    return new Output(outputs.tensors, Map.of());
  }

  private void add(String path, IValue value) throws PredictionException {
    if (value.isTensor()) {
      addTensor(path, scope.own(value.toTensor(scope.manager())));
    } else if (value.isTuple()) {
      addAll(path, scope.own(value.toIValueTuple()));
    } else if (value.isMap()) {
      addMap(path, value);
    } else if (value.isTensorList()) {
      PtNDArray[] arrays = value.toTensorArray(scope.manager());
      for (int i = 0; i < arrays.length; i++) {
        addTensor(join(path, Integer.toString(i)), scope.own(arrays[i]));
      }
    } else if (!addScalar(path, value) && !addScalars(path, value)) {
      addOther(path, value);
    }
  }

  private void addTensor(String path, PtNDArray array) throws PredictionException {
    put(path, TorchArrays.copy(path.isEmpty() ? WHOLE : path, array, scope));
  }

  private void addAll(String path, IValue[] items) throws PredictionException {
    for (int i = 0; i < items.length; i++) {
      add(join(path, Integer.toString(i)), items[i]);
    }
  }

  private void addMap(String path, IValue value) throws PredictionException {
    if (!value.getType().startsWith("Dict(str,")) {
      throw unreadable(path, value);
    }
    for (Map.Entry<String, IValue> entry : new TreeMap<>(value.toIValueMap()).entrySet()) {
      add(join(path, entry.getKey()), scope.own(entry.getValue()));
    }
  }

  private boolean addScalar(String path, IValue value) {
    if (value.isLong()) {
      put(path, Tensor.ofLongs(SCALAR, value.toLong()));
    } else if (value.isDouble()) {
      put(path, Tensor.ofDoubles(SCALAR, value.toDouble()));
    } else if (value.isBoolean()) {
      put(path, Tensor.ofBooleans(SCALAR, value.toBoolean()));
    } else if (value.isString()) {
      put(path, Tensor.ofTexts(SCALAR, List.of(value.toStringValue())));
    } else {
      return false;
    }
    return true;
  }

  private boolean addScalars(String path, IValue value) {
    if (value.isLongList()) {
      long[] values = value.toLongArray();
      put(path, Tensor.ofLongs(new int[] {values.length}, values));
    } else if (value.isDoubleList()) {
      double[] values = value.toDoubleArray();
      put(path, Tensor.ofDoubles(new int[] {values.length}, values));
    } else if (value.isBooleanList()) {
      boolean[] values = value.toBooleanArray();
      put(path, Tensor.ofBooleans(new int[] {values.length}, values));
    } else {
      return false;
    }
    return true;
  }

  private void addOther(String path, IValue value) throws PredictionException {
    if (value.isList()) {
      addAll(path, scope.own(value.toIValueArray()));
    } else if (!value.getType().equals("NoneType")) {
      throw unreadable(path, value);
    }
  }

  private static PredictionException unreadable(String path, IValue value) {
    return new PredictionException(
        Reason.MODEL_ERROR,
        "output "
            + (path.isEmpty() ? WHOLE : path)
            + " is "
            + value.getType()
            + ", which cannot be kept");
  }

  private void put(String path, Tensor tensor) {
    tensors.put(path.isEmpty() ? WHOLE : path, tensor);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
