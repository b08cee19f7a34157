package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.tensor.BFloat16;
import dev.canary.tensor.Half;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  private static final BigDecimal TINY = new BigDecimal("1e-40");

  private static float half(String text) {
    return Half.toFloat(Decimals.toHalf(text.toCharArray(), 0, text.length()));
  }

  @Test
  void aDecimalBesideTheMiddleOfTwoHalvesGoesToTheNearerOne() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = Half.toFloat((short) bits);
      float high = Half.toFloat((short) (bits + 1));
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
      boolean lowIsEven = (bits & 1) == 0;

      assertThat(half(middle.subtract(TINY).toPlainString())).isEqualTo(low);
      assertThat(half(middle.add(TINY).toPlainString())).isEqualTo(high);
      assertThat(half(middle.toPlainString())).isEqualTo(lowIsEven ? low : high);
    }
  }

  private static float bfloat(String text) {
    return BFloat16.toFloat(Decimals.toBFloat16(text.toCharArray(), 0, text.length()));
  }

  @Test
  void aDecimalBesideTheMiddleOfTwoBFloatsGoesToTheNearerOne() {
    for (int bits = 0x3f00; bits < 0x4100; bits++) {
      float low = BFloat16.toFloat((short) bits);
      float high = BFloat16.toFloat((short) (bits + 1));
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
      boolean lowIsEven = (bits & 1) == 0;

      assertThat(bfloat(middle.subtract(TINY).toPlainString())).isEqualTo(low);
      assertThat(bfloat(middle.add(TINY).toPlainString())).isEqualTo(high);
      assertThat(bfloat(middle.toPlainString())).isEqualTo(lowIsEven ? low : high);
    }
  }

  /** The largest bfloat16 is (2 - 2^-7) x 2^127; half a step above it the infinities begin. */
  @ParameterizedTest
  @CsvSource({
    "3.3895313e38, 3.3895314E38",
    "3.396e38, 3.3895314E38",
    "3.397e38, Infinity",
    "-1e999, -Infinity",
    "9.2e-41, 9.183549615799121e-41",
    "4.5e-41, 0",
    "-0.0, -0.0"
  })
  void theEndsOfTheRangeOfBFloatsRoundAsIeeeSays(String text, float expected) {
    assertThat(bfloat(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"65519.99, 65504", "65520, Infinity", "-1e999, -Infinity", "1e-400, 0", "-0.0, -0.0"})
  void theEndsOfTheRangeOfHalvesRoundAsIeeeSays(String text, float expected) {
    assertThat(half(text)).isEqualTo(expected);
  }

  @Property(tries = 500)
  void doublesAndFloatsReadBackAsTheyWere(@ForAll double wide, @ForAll float narrow) {
    assertThat(Decimals.toDouble(Numbers.text(wide))).isEqualTo(wide);
    char[] chars = Numbers.text(narrow).toCharArray();
    assertThat(Decimals.toFloat(chars, 0, chars.length)).isEqualTo(narrow);
  }

  @Property(tries = 500)
  void aFloatIsRoundedOnceFromTheDecimal(@ForAll double value) {
    char[] chars = new BigDecimal(value).add(TINY).toString().toCharArray();

    assertThat(Decimals.toFloat(chars, 0, chars.length))
        .isEqualTo(Float.parseFloat(new String(chars)));
  }

  /** Beside the JDK's own parser, which is another program. */
  @Property(tries = 20_000)
  void aNumberOfFewDigitsIsTheNearestOne(
      @ForAll @LongRange(min = -9_999_999_999_999_999L, max = 9_999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 0, max = 17) int scale) {
    String text = BigDecimal.valueOf(digits, scale).toPlainString();
    char[] chars = ("[" + text + ",").toCharArray();

    assertThat(Decimals.toDouble(chars, 1, chars.length - 1)).isEqualTo(Double.parseDouble(text));
    assertThat(Decimals.toFloat(chars, 1, chars.length - 1)).isEqualTo(Float.parseFloat(text));
  }

  /** Middles of two floats and what is beside them; the ends of what is read quickly. */
  @ParameterizedTest
  @CsvSource({
    "16777217, 16777216",
    "16777219, 16777220",
    "16777217.000001, 16777218",
    "8388608.5, 8388608",
    "8388609.5, 8388610",
    "-4194304.25, -4194304",
    "-0.0, -0.0",
    "-0, -0.0",
    "5., 5",
    ".5, 0.5",
    "000000000000001, 1",
    "999999999999999, 999999986991104",
    "9999999999999999, 10000000272564224",
    "0.000000000000001, 1e-15",
    "0.0000000000000001, 1e-16"
  })
  void aFloatOfFewDigitsIsRoundedOnce(String text, float expected) {
    assertThat(Decimals.toFloat(text.toCharArray(), 0, text.length())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1.5", "+2", ".5", "5.", "1e9", "1.E-3", "012"})
  void decimalNumbersAreKnown(String text) {
    assertThat(Decimals.isDecimal(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".", "e5", "1e", "1e+", "1d", "0x1p3", "NaN", " 1", "1_000", "--1"})
  void whatIsNoDecimalNumberIsKnown(String text) {
    assertThat(Decimals.isDecimal(text)).isFalse();
  }

  @Test
  void doublesAreWrittenShortestOnEveryJava() {
    // Before Java 19 Double.toString gave 5.6843418860808015E-14 for the latter.
    assertThat(Numbers.text(2e-3)).isEqualTo("0.002");
    assertThat(Numbers.text(0x1p-44)).isEqualTo("5.684341886080802E-14");
    assertThat(Numbers.text(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }
}
