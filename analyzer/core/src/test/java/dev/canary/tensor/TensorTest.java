package dev.canary.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {
  private static Tensor scalar(DType dtype, String hex) {
    return Tensor.ofBytes(dtype, new int[] {}, HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, 0080, -32768, -32768",
    "UINT16, 0080, 32768, 32768",
    "INT32, ffffffff, -1, -1",
    "UINT32, ffffffff, 4294967295, 4294967295",
    "INT64, ffffffffffffff7f, 9223372036854775807, 9223372036854775807",
    "UINT64, ffffffffffffffff, 18446744073709551615, 18446744073709551615",
    // The nearest double to 2^63 + 1025 is 2^63 + 2048: rounded once, not by way of a half.
    "UINT64, 0104000000000080, 9223372036854777856, 9223372036854776833",
    "BF16, 803f, 1, 1.0",
    "BF16, 0080, -0.0, -0.0",
    "BF16, 80ff, -Infinity, -Infinity",
    "FP16, 00bc, -1, -1.0",
  })
  void anElementIsANumberAndAnExactLabel(DType dtype, String hex, double number, String label) {
    Tensor tensor = scalar(dtype, hex);

    assertThat(tensor.doubleAt(0)).isEqualTo(number);
    assertThat(tensor.toDoubles()).containsExactly(number);
    assertThat(tensor.labelAt(0)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127, -128 to 127",
    "UINT8, 0, 255, 0 to 255",
    "INT16, -32768, 32767, -32768 to 32767",
    "UINT16, 0, 65535, 0 to 65535",
    "INT32, -2147483648, 2147483647, -2147483648 to 2147483647",
    "UINT32, 0, 4294967295, 0 to 4294967295",
    "UINT64, 0, 9223372036854775807, 0 to 18446744073709551615",
    "INT64, -9223372036854775808, 9223372036854775807, -9223372036854775808 to 9223372036854775807",
  })
  void aTypeOfWholeNumbersHoldsItsRange(DType dtype, long least, long most, String range) {
    assertThat(dtype.holds(least)).isTrue();
    assertThat(dtype.holds(most)).isTrue();
    assertThat(dtype.range()).isEqualTo(range);
    if (dtype.width() < 8) {
      assertThat(dtype.holds(least - 1)).isFalse();
      assertThat(dtype.holds(most + 1)).isFalse();
    }
  }

  @Test
  void otherValuesAreRoundedOnce() {
    // Just above the middle of 1 and the next number; as a float it would be that middle.
    double fp16 = 1 + 0x1p-11 + 0x1p-40;
    double bf16 = 1 + 0x1p-8 + 0x1p-40;

    assertThat(scalar(DType.FP16, "0000").withValues(fp16)).isEqualTo(scalar(DType.FP16, "013c"));
    assertThat(scalar(DType.BF16, "0000").withValues(bf16)).isEqualTo(scalar(DType.BF16, "813f"));
    assertThat(scalar(DType.BF16, "0000").withValues(1 + 0x1p-8))
        .isEqualTo(scalar(DType.BF16, "803f"));
  }

  @Property(tries = 500)
  void sixteenBitFloatsComeBackAsTheyWere(@ForAll short bits) {
    float half = Half.toFloat(bits);
    float bfloat = BFloat16.toFloat(bits);
    if (!Float.isNaN(half)) {
      assertThat(Half.fromDouble(half)).isEqualTo(bits);
    }
    if (!Float.isNaN(bfloat)) {
      assertThat(BFloat16.fromDouble(bfloat)).isEqualTo(bits);
    }
    assertThat(Float.isNaN(BFloat16.toFloat(BFloat16.fromFloat(bfloat))))
        .isEqualTo(Float.isNaN(bfloat));
  }
}
