package dev.canary.suite;

import java.util.OptionalDouble;

/**
 * What a suite declares of one output.
 *
 * @param kind what the numbers mean
 * @param precision the class its deployment may move within
 * @param contract what must hold whatever the baseline says
 * @param deterministic true when one capture is enough and the precision class alone decides
 * @param unit the magnitude that near-zero rows borrow; by default the median over cases of the
 *     largest magnitude
 */
public record OutputSpec(
    OutputKind kind,
    Precision precision,
    Contract contract,
    boolean deterministic,
    OptionalDouble unit) {
  /** Values of class fp32 with no contract. */
  public static final OutputSpec DEFAULT = of(OutputKind.VALUES);

  /** This kind, class fp32, no contract. */
  public static OutputSpec of(OutputKind kind) {
    return new OutputSpec(kind, Precision.FP32, Contract.NONE, false, OptionalDouble.empty());
  }
}
