package dev.canary.djl;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runtime's tensors of one call, closed together. */
final class OnnxFeed implements AutoCloseable {
  private final Map<String, OnnxTensor> tensors;
  private final List<OrtSession.Result> casts = new ArrayList<>(0);

  OnnxFeed(int inputs) {
    tensors = new LinkedHashMap<>(inputs * 2);
  }

  void add(String name, OnnxTensor tensor) {
    tensors.put(name, tensor);
  }

  /** Adds the single tensor of a result that stays open as long as the feed. */
  void add(String name, OrtSession.Result cast) {
    casts.add(cast);
    tensors.put(name, (OnnxTensor) cast.get(0));
  }

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    for (OrtSession.Result cast : casts) {
      tensors.values().remove((OnnxTensor) cast.get(0));
      cast.close();
    }
    tensors.values().forEach(OnnxTensor::close);
  }
}
