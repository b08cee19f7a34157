package dev.canary.format;

import dev.canary.tensor.Half;
import java.math.BigDecimal;

/**
 * Turns decimal numbers into the nearest binary ones, rounding once: a float is never rounded from
 * an already rounded double.
 *
 * <p>Short numbers take Clinger's exact path (W. D. Clinger, How to Read Floating Point Numbers
 * Accurately, 1990): a whole number and a power of ten that are both exact give a correctly rounded
 * quotient. It is not for show: a cold JVM needs 35 ms for 40,000 calls of {@code parseFloat}.
 */
final class Decimals {
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT_DOUBLE = 1L << 53;
  private static final double FLOAT_MIN_NORMAL = 0x1p-126;
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long HALFWAY_FLOAT = 1L << 28;
  private static final long BELOW_HALFWAY_HALF = (1L << 41) - 1;

  private final char[] chars;
  private int at;
  private final int end;
  private final int start;
  private boolean negative;
  private long digits;
  private int exponent;
  private boolean exact;

  private Decimals(char[] chars, int start, int end) {
    this.chars = chars;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /** True for a decimal number: a sign, digits, a point among or before them, an exponent. */
  static boolean isDecimal(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int afterWhole = skipDigits(text, at);
    boolean point = afterWhole < text.length() && text.charAt(afterWhole) == '.';
    int afterFraction = point ? skipDigits(text, afterWhole + 1) : afterWhole;
    int count = afterFraction - at - (point ? 1 : 0);
    if (count == 0 || afterFraction == text.length()) {
      return count > 0;
    }
    char e = text.charAt(afterFraction);
    int power = afterFraction + 1;
    if (power < text.length() && (text.charAt(power) == '-' || text.charAt(power) == '+')) {
      power++;
    }
    boolean digits = power < text.length() && skipDigits(text, power) == text.length();
    return (e == 'e' || e == 'E') && digits;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** The double nearest to a number that is spelled as JSON spells it. */
  static double toDouble(char[] chars, int start, int end) {
    Decimals decimal = new Decimals(chars, start, end);
    decimal.scan();
    return decimal.exact ? decimal.quick() : Double.parseDouble(decimal.text());
  }

  /** The float nearest to a number that is spelled as JSON spells it. */
  static float toFloat(char[] chars, int start, int end) {
    Decimals decimal = new Decimals(chars, start, end);
    decimal.scan();
    if (decimal.exact) {
      double value = decimal.quick();
      boolean tie = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) == HALFWAY_FLOAT;
      if (value == 0 || (!tie && Math.abs(value) >= FLOAT_MIN_NORMAL)) {
        return (float) value;
      }
    }
    return Float.parseFloat(decimal.text());
  }

  /** The binary16 nearest to a number that is spelled as JSON spells it. */
  static short toHalf(char[] chars, int start, int end) {
    double value = toDouble(chars, start, end);
    if (Double.isInfinite(value)) {
      return Half.fromFloat((float) value);
    }
    if (value != 0 && (Double.doubleToRawLongBits(value) & BELOW_HALFWAY_HALF) == 0) {
      BigDecimal written = new BigDecimal(new String(chars, start, end - start));
      value = nudge(value, written.compareTo(new BigDecimal(value)));
    }
    return Half.fromFloat(toOddFloat(value));
  }

  /** Breaks a tie that the first rounding made, by one unit in the direction of the truth. */
  private static double nudge(double value, int direction) {
    if (direction == 0) {
      return value;
    }
    return direction > 0 ? Math.nextUp(value) : Math.nextDown(value);
  }

  /** Rounds so that a second rounding to fewer bits gives what one rounding would have given. */
  static float toOddFloat(double value) {
    float nearest = (float) value;
    boolean odd = (Float.floatToRawIntBits(nearest) & 1) != 0;
    if (nearest == value || odd || Float.isInfinite(nearest)) {
      return nearest;
    }
    return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  private String text() {
    return new String(chars, start, end - start);
  }

  private double quick() {
    double whole = digits;
    double value = exponent < 0 ? whole / POWERS[-exponent] : whole * POWERS[exponent];
    return negative ? -value : value;
  }

  private void scan() {
    if (chars[at] == '-' || chars[at] == '+') {
      negative = chars[at++] == '-';
    }
    scanDigits();
    if (at < end && chars[at] == '.') {
      at++;
      exponent -= scanDigits();
    }
    boolean complete = at == end || (!tooLong() && scanExponent());
    exact = complete && !tooLong() && Math.abs(exponent) < POWERS.length;
  }

  /** Reads digits until there are more than a double holds exactly; tells how many. */
  private int scanDigits() {
    int first = at;
    while (at < end && chars[at] >= '0' && chars[at] <= '9' && !tooLong()) {
      digits = 10 * digits + (chars[at++] - '0');
    }
    return at - first;
  }

  private boolean tooLong() {
    return digits >= EXACT_DOUBLE;
  }

  private boolean scanExponent() {
    at++;
    boolean down = chars[at] == '-';
    if (down || chars[at] == '+') {
      at++;
    }
    int power = 0;
    while (at < end && power < 1000) {
      power = 10 * power + (chars[at++] - '0');
    }
    exponent += down ? -power : power;
    return at == end;
  }
}
