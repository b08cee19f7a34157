package dev.canary.djl;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what a model answered: tensors as they are, a sequence of maps with the same keys
 * (ZipMap) as one tensor whose last axis ranges over the sorted keys, everything else that is
 * nested one by one under {@code name.index} or {@code name.key}.
 */
final class OnnxOutputs {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, List<String>> classes = new LinkedHashMap<>();

  private OnnxOutputs() {}

  static Output read(OrtSession.Result result) throws OrtException, PredictionException {
    OnnxOutputs outputs = new OnnxOutputs();
    for (Map.Entry<String, OnnxValue> entry : result) {
      // An optional output that is not there is null.
      if (entry.getValue() != null) {
        outputs.add(entry.getKey(), entry.getValue());
      }
    }
    return new Output(outputs.tensors, outputs.classes);
  }

  private void add(String name, OnnxValue value) throws OrtException, PredictionException {
    if (value instanceof OnnxTensor tensor) {
      tensors.put(name, OnnxArrays.tensor(name, tensor));
    } else if (value instanceof OnnxMap map) {
      add(name, KeyedRows.of(List.of(map.getValue())), new int[0]);
    } else if (value instanceof OnnxSequence sequence) {
      addSequence(name, sequence);
    } else {
      throw new PredictionException(
          Reason.MODEL_ERROR,
          "output " + name + " is " + value.getInfo() + ", which cannot be kept");
    }
  }

  private void addSequence(String name, OnnxSequence sequence)
      throws OrtException, PredictionException {
    List<? extends OnnxValue> items = sequence.getValue();
    try {
      if (sequence.getInfo().isSequenceOfMaps() && !items.isEmpty()) {
        addMaps(name, items);
      } else {
        for (int i = 0; i < items.size(); i++) {
          add(name + "." + i, items.get(i));
        }
      }
    } finally {
      items.forEach(OnnxValue::close);
    }
  }

  private void addMaps(String name, List<? extends OnnxValue> items) throws OrtException {
    List<Map<?, ?>> maps = new ArrayList<>();
    for (OnnxValue item : items) {
      maps.add(((OnnxMap) item).getValue());
    }
    if (KeyedRows.haveSameKeys(maps)) {
      add(name, KeyedRows.of(maps), new int[] {maps.size()});
      return;
    }
    for (int i = 0; i < maps.size(); i++) {
      KeyedRows row = KeyedRows.of(maps.subList(i, i + 1));
      add(name + "." + i, row, new int[0]);
    }
  }

  private void add(String name, KeyedRows rows, int[] leading) {
    tensors.put(name, rows.tensor(leading));
    classes.put(name, rows.keys());
  }
}
