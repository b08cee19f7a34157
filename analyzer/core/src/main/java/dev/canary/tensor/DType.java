package dev.canary.tensor;

import java.util.Arrays;
import java.util.Optional;

/** The element type of a {@link Tensor}, with its width and the name it has in every file. */
public enum DType {
  FP64("fp64", 8),
  FP32("fp32", 4),
  FP16("fp16", 2),
  INT64("int64", 8),
  INT32("int32", 4),
  INT8("int8", 1),
  UINT8("uint8", 1),
  BOOL("bool", 1),
  /** UTF-8 text of any length; the only type without a fixed width. */
  STRING("string", 0);

  private final String label;
  private final int width;

  DType(String label, int width) {
    this.label = label;
    this.width = width;
  }

  /** The name used in suites, baselines and events, for example {@code fp32}. */
  public String label() {
    return label;
  }

  /** Bytes per element; 0 for {@link #STRING}. */
  public int width() {
    return width;
  }

  /** True for the floating-point types, the only ones that can hold NaN or move by a little. */
  public boolean isFloat() {
    return this == FP64 || this == FP32 || this == FP16;
  }

  /** The type with this {@link #label()}, if there is one. */
  public static Optional<DType> of(String label) {
    return Arrays.stream(values()).filter(d -> d.label.equals(label)).findFirst();
  }
}
