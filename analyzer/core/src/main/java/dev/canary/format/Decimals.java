package dev.canary.format;

import com.fasterxml.jackson.core.io.NumberInput;
import dev.canary.tensor.BFloat16;
import dev.canary.tensor.Half;
import java.math.BigDecimal;

/**
 * Turns decimal numbers into the nearest binary ones, rounding once: a float is never rounded from
 * an already rounded double.
 *
 * <p>Jackson's parser (W. Randelshofer's, after D. Lemire, Number Parsing at a Gigabyte per Second,
 * 2021) takes a third of the time of the JDK's in a cold start.
 */
public final class Decimals {
  // Ties of binary16 and, with three more zeros, of bfloat16.
  private static final long BELOW_HALFWAY = (1L << 41) - 1;

  private Decimals() {}

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

  /** The double nearest to a {@linkplain #isDecimal decimal number}. */
  static double toDouble(String decimal) {
    return NumberInput.parseDouble(decimal, true);
  }

  /** The double nearest to a decimal number. */
  public static double toDouble(char[] chars, int start, int end) {
    return NumberInput.parseDouble(chars, start, end - start, true);
  }

  /** The float nearest to a decimal number. */
  public static float toFloat(char[] chars, int start, int end) {
    return NumberInput.parseFloat(chars, start, end - start, true);
  }

  /** The binary16 nearest to a decimal number. */
  public static short toHalf(char[] chars, int start, int end) {
    return Half.fromDouble(besideTies(chars, start, end));
  }

  /** The bfloat16 nearest to a decimal number. */
  public static short toBFloat16(char[] chars, int start, int end) {
    return BFloat16.fromDouble(besideTies(chars, start, end));
  }

  /** The nearest double, but for a tie between two shorter floats, which must be a true one. */
  private static double besideTies(char[] chars, int start, int end) {
    double value = toDouble(chars, start, end);
    if (Double.isFinite(value)
        && value != 0
        && (Double.doubleToRawLongBits(value) & BELOW_HALFWAY) == 0) {
      BigDecimal written = new BigDecimal(chars, start, end - start);
      value = nudge(value, written.compareTo(new BigDecimal(value)));
    }
    return value;
  }

  /** Breaks a tie that the first rounding made, by one unit in the direction of the truth. */
  private static double nudge(double value, int direction) {
    if (direction == 0) {
      return value;
    }
    return direction > 0 ? Math.nextUp(value) : Math.nextDown(value);
  }
}
