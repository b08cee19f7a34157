package dev.canary.suite;

/** How a model that keeps state is put back before every case. */
public sealed interface Reset {
  /** The model keeps no state. */
  record None() implements Reset {}

  /** The model is loaded afresh. */
  record Reload() implements Reset {}

  /** A method of the model is called, for example {@code reset_states} of a TorchScript module. */
  record Method(String name) implements Reset {}

  Reset NONE = new None();
  Reset RELOAD = new Reload();

  /** The spelling in suite.yaml: {@code none}, {@code reload} or {@code method:<name>}. */
  default String label() {
    if (this instanceof Method method) {
      return "method:" + method.name();
    }
    return this instanceof Reload ? "reload" : "none";
  }
}
