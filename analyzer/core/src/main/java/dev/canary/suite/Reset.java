package dev.canary.suite;

/** How a model that keeps state is put back before every case. */
public sealed interface Reset {
  /** No clearing of state: the model keeps none. */
  static Reset none() {
    return new None();
  }

  /** A fresh load before every case: always possible, seldom fast. */
  static Reset reload() {
    return new Reload();
  }

  /** The spelling in suite.yaml: {@code none}, {@code reload} or {@code method:<name>}. */
  String label();

  /** The model keeps no state. */
  record None() implements Reset {
    @Override
    public String label() {
      return "none";
    }
  }

  /** The model is loaded afresh. */
  record Reload() implements Reset {
    @Override
    public String label() {
      return "reload";
    }
  }

  /** A method of the model is called, for example {@code reset_states} of a TorchScript module. */
  record Method(String name) implements Reset {
    @Override
    public String label() {
      return "method:" + name;
    }
  }
}
