package dev.canary.server;

import java.math.BigDecimal;

/** The two floating-point formats of 16 bits that Java has no type for. */
enum Halves {
  FP16(10, 15),
  BF16(7, 127);

  private final int mantissaBits;
  private final int bias;

  Halves(int mantissaBits, int bias) {
    this.mantissaBits = mantissaBits;
    this.bias = bias;
  }

  /** The value, which a float holds exactly. */
  float value(short bits) {
    int exponent = (bits & 0x7fff) >> mantissaBits;
    int mantissa = bits & ((1 << mantissaBits) - 1);
    float sign = bits < 0 ? -1 : 1;
    if (exponent == 2 * bias + 1) {
      return mantissa == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((float) mantissa, 1 - bias - mantissaBits)
        : sign * Math.scalb((float) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
  }

  /** The bits of a decimal number, rounded once, half to even. */
  short of(String decimal) {
    double nearest = Double.parseDouble(decimal);
    return of(Double.isFinite(nearest) ? roundedToOdd(decimal, nearest) : nearest);
  }

  /**
   * A double that a second rounding, to far fewer bits, treats as it would the decimal number: one
   * that is not exact has an odd last bit.
   */
  private static double roundedToOdd(String decimal, double nearest) {
    boolean isOdd = (Double.doubleToRawLongBits(nearest) & 1) == 1;
    int order = isOdd ? 0 : new BigDecimal(decimal).compareTo(new BigDecimal(nearest));
    if (order == 0) {
      return nearest;
    }
    return order > 0 ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  private short of(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
    int infinity = (2 * bias + 1) << mantissaBits;
    if (Double.isNaN(value)) {
      return (short) (infinity | 1 << (mantissaBits - 1));
    }
    double size = Math.abs(value);
    int exponent = Math.min(Math.max(Math.getExponent(size), 1 - bias), bias + 1);
    double steps = Math.rint(Math.scalb(size, mantissaBits - exponent));
    // The steps of a normal number count its hidden bit, which adds one to the exponent's field.
    double bits = steps + Math.scalb((double) (exponent + bias - 1), mantissaBits);
    return (short) (sign | (int) Math.min(bits, infinity));
  }
}
