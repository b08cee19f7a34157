package dev.canary.tensor;

import java.util.Arrays;
import java.util.Optional;

/** The element type of a {@link Tensor}, with its width and the name it has in every file. */
public enum DType {
  FP64("fp64", 8, Family.FLOAT),
  FP32("fp32", 4, Family.FLOAT),
  FP16("fp16", 2, Family.FLOAT),
  /** The upper half of an fp32: its range at 8 bits of precision. */
  BF16("bf16", 2, Family.FLOAT),
  INT64("int64", 8, Family.SIGNED),
  INT32("int32", 4, Family.SIGNED),
  INT16("int16", 2, Family.SIGNED),
  INT8("int8", 1, Family.SIGNED),
  UINT64("uint64", 8, Family.UNSIGNED),
  UINT32("uint32", 4, Family.UNSIGNED),
  UINT16("uint16", 2, Family.UNSIGNED),
  UINT8("uint8", 1, Family.UNSIGNED),
  BOOL("bool", 1, Family.OTHER),
  /** UTF-8 text of any length; the only type without a fixed width. */
  STRING("string", 0, Family.OTHER);

  private final String label;
  private final int width;
  private final Family family;

  private enum Family {
    FLOAT,
    SIGNED,
    UNSIGNED,
    OTHER
  }

  DType(String label, int width, Family family) {
    this.label = label;
    this.width = width;
    this.family = family;
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
    return family == Family.FLOAT;
  }

  /** True for the types of whole numbers; bool is none. */
  public boolean isWhole() {
    return family == Family.SIGNED || family == Family.UNSIGNED;
  }

  /**
   * True when a number is one of this type's: the types of whole numbers hold those in their range,
   * uint64 all that are not negative; no other type holds any.
   */
  public boolean holds(long value) {
    return switch (family) {
      case SIGNED -> value >> (8 * width - 1) == value >> 63;
      case UNSIGNED -> value >= 0 && (this == UINT64 || value >>> (8 * width) == 0);
      case FLOAT, OTHER -> false;
    };
  }

  /** The range of a type of whole numbers in words, for example {@code -128 to 127}. */
  public String range() {
    if (!isWhole()) {
      throw new IllegalStateException(label + " holds more than whole numbers");
    }
    long greatest = -1L >>> (64 - 8 * width);
    return family == Family.UNSIGNED
        ? "0 to " + Long.toUnsignedString(greatest)
        : "%d to %d".formatted(-(greatest >>> 1) - 1, greatest >>> 1);
  }

  /** The type with this {@link #label()}, if there is one. */
  public static Optional<DType> of(String label) {
    return Arrays.stream(values()).filter(d -> d.label.equals(label)).findFirst();
  }
}
