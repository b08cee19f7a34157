package dev.canary.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/** PyTorch's objects of one call, freed together: the garbage collector does not. */
final class TorchScope implements AutoCloseable {
  private final PtNDManager manager;
  private final List<IValue> values = new ArrayList<>();
  private final List<NDArray> arrays = new ArrayList<>();

  TorchScope(PtNDManager manager) {
    this.manager = manager;
  }

  PtNDManager manager() {
    return manager;
  }

  IValue own(IValue value) {
    values.add(value);
    return value;
  }

  IValue[] own(IValue[] owned) {
    values.addAll(List.of(owned));
    return owned;
  }

  PtNDArray own(PtNDArray array) {
    arrays.add(array);
    return array;
  }

  @Override
  public void close() {
    values.forEach(IValue::close);
    arrays.forEach(NDArray::close);
  }
}
