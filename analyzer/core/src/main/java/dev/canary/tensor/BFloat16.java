package dev.canary.tensor;

/**
 * The 16-bit float of the range of {@code float}, which is a float without its lower half; rounded
 * to nearest, ties to even, and once.
 */
public final class BFloat16 {
  private static final int QUIET = 0x40;
  private static final int INFINITY = 0x7f800000;

  private BFloat16() {}

  /** The value of the 16 bits. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The nearest 16-bit value; beyond the largest by half a step, an infinity of the same sign. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > INFINITY) {
      return (short) ((bits >>> 16) | QUIET);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The 16-bit value nearest to a double. */
  public static short fromDouble(double value) {
    return fromFloat(Half.toOddFloat(value));
  }
}
