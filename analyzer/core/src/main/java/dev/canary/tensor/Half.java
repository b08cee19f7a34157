package dev.canary.tensor;

/**
 * IEEE 754 binary16 to and from {@code float}, with subnormals, infinities, signed zero and NaN.
 *
 * <p>Java has this only since version 20 ({@code Float.float16ToFloat}); the rule is the same:
 * round to nearest, ties to even.
 */
public final class Half {
  private static final int EXPONENT = 0x7c00;
  private static final int FRACTION = 0x03ff;

  private Half() {}

  /** The value of the 16 bits. */
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits & EXPONENT) >>> 10;
    int fraction = bits & FRACTION;
    if (exponent == 31) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
  }

  /** The 16-bit value nearest to a double. */
  public static short fromDouble(double value) {
    return fromFloat(toOddFloat(value));
  }

  /** Rounds so that a second rounding to fewer bits gives what one rounding would have given. */
  static float toOddFloat(double value) {
    float nearest = (float) value;
    boolean odd = (Float.floatToRawIntBits(nearest) & 1) != 0;
    if (nearest == value || odd || !Float.isFinite(nearest)) {
      return nearest;
    }
    return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  /** The nearest 16-bit value; beyond 65504 by half a step, an infinity of the same sign. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | EXPONENT | 0x0200 | ((magnitude >>> 13) & FRACTION));
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | EXPONENT);
    }
    if (magnitude < 0x38800000) {
      return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }
    int rounded = magnitude + 0x0fff + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }
}
