package dev.canary.suite;

import java.util.Locale;

/**
 * The precision class of an output: the relative movement that a benign numeric change may cause.
 *
 * <p>The sizes are about three decades apart between fp32 re-ordering and fp16, and about one
 * between fp16 and bf16; statistics.md lists the measurements behind them. A movement inside the
 * class is never drift.
 */
public enum Precision {
  EXACT(0),
  FP64(1e-12),
  FP32(1e-5),
  TF32(2e-3),
  FP16(2e-3),
  BF16(2e-2),
  INT8(5e-2);

  private final double tolerance;

  Precision(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * The allowed movement c as a share of U, the row's unit: a row moved beyond c when |delta| > c x
   * U.
   */
  public double tolerance() {
    return tolerance;
  }

  /** The name used in files, for example {@code fp32}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
