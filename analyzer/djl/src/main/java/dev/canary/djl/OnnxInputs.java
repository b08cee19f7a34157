package dev.canary.djl;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The inputs that a model declares, and how a case fills them: by name, all of them, no others. */
final class OnnxInputs implements AutoCloseable {
  private final Map<String, OnnxSlot> slots;

  private OnnxInputs(Map<String, OnnxSlot> slots) {
    this.slots = slots;
  }

  static OnnxInputs of(OrtSession session) throws OrtException {
    Map<String, OnnxSlot> slots = new LinkedHashMap<>();
    for (NodeInfo info : session.getInputInfo().values()) {
      slots.put(info.getName(), OnnxSlot.of(info));
    }
    return new OnnxInputs(slots);
  }

  /**
   * The runtime's tensors for one case; close them after the call.
   *
   * @throws PredictionException BAD_INPUT if the case does not fit what the model declares
   */
  OnnxFeed feed(Input input) throws PredictionException, OrtException {
    if (!input.nulls().isEmpty() || input.tensors().size() != slots.size()) {
      throw mismatch(input);
    }
    OnnxFeed feed = new OnnxFeed(slots.size());
    try {
      for (Map.Entry<String, OnnxSlot> slot : slots.entrySet()) {
        Tensor given = input.tensors().get(slot.getKey());
        if (given == null) {
          throw mismatch(input);
        }
        slot.getValue().fill(given, feed);
      }
      return feed;
    } catch (PredictionException | OrtException | RuntimeException e) {
      feed.close();
      throw e;
    }
  }

  /** What the model declares. */
  Signature signature() {
    return new Signature(slots.values().stream().map(OnnxSlot::told).toList());
  }

  private PredictionException mismatch(Input input) {
    List<String> problems = new ArrayList<>();
    for (String name : input.nulls()) {
      problems.add("input " + name + " is null");
    }
    for (String name : input.tensors().keySet()) {
      if (!slots.containsKey(name)) {
        problems.add("unknown input " + name);
      }
    }
    for (String name : slots.keySet()) {
      if (!input.tensors().containsKey(name) && !input.nulls().contains(name)) {
        problems.add("missing input " + name);
      }
    }
    return new PredictionException(
        Reason.BAD_INPUT, String.join(", ", problems) + "; the model declares " + declared());
  }

  private String declared() {
    return slots.isEmpty()
        ? "no inputs"
        : slots.values().stream().map(OnnxSlot::declaration).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    slots.values().forEach(OnnxSlot::close);
  }
}
