package dev.canary.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What every protocol has in common. */
final class Serving implements AutoCloseable {
  static final String NAME = "canary-server";
  static final String VERSION = "0.1.0";

  /** An answer, before a protocol has shaped it. */
  record Answer(String model, String version, List<Tensor> outputs) {}

  private final ModelRepository repository;
  private final BooleanSupplier ready;

  Serving(ModelRepository repository, BooleanSupplier ready) {
    this.repository = repository;
    this.ready = ready;
  }

  boolean isReady() {
    return ready.getAsBoolean();
  }

  ModelRepository repository() {
    return repository;
  }

  /** Refuses a model or version that is not served, before anybody reads the tensors for it. */
  void check(String name, Optional<String> version) throws InferenceException {
    LoadedModel unused = repository.find(name, version);
  }

  /** The outputs that are wanted, in that order; all if none is named. */
  Answer infer(String name, Optional<String> version, List<Tensor> inputs, List<String> wanted)
      throws InferenceException {
    if (!isReady()) {
      throw new InferenceException(
          InferenceException.Reason.UNAVAILABLE, "Request for model: '" + name + "' not ready");
    }
    while (true) {
      LoadedModel model = repository.find(name, version);
      Optional<List<Tensor>> outputs = model.infer(inputs);
      if (outputs.isPresent()) {
        return new Answer(name, model.version(), select(name, outputs.get(), wanted));
      }
    }
  }

  private static List<Tensor> select(String name, List<Tensor> outputs, List<String> wanted)
      throws InferenceException {
    if (wanted.isEmpty()) {
      return outputs;
    }
    List<Tensor> selected = new ArrayList<>();
    for (String output : wanted) {
      selected.add(
          outputs.stream()
              .filter(tensor -> tensor.name().equals(output))
              .findFirst()
              .orElseThrow(
                  () ->
                      InferenceException.badRequest(
                          "unexpected inference output '"
                              + output
                              + "' for model '"
                              + name
                              + "'")));
    }
    return selected;
  }

  @Override
  public void close() {
    repository.close();
  }
}
