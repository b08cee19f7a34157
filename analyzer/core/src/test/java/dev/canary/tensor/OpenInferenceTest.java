package dev.canary.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenInferenceTest {
  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeHasAWord(DType dtype) {
    assertThat(OpenInference.type(OpenInference.word(dtype))).contains(dtype);
  }

  @Test
  void anotherWordIsNoType() {
    assertThat(OpenInference.type("STRING")).contains(DType.STRING);
    assertThat(OpenInference.type("INT322")).isEmpty();
    assertThat(OpenInference.type("fp32")).isEmpty();
  }

  @Test
  void bytesKeepEveryBit() {
    Tensor nan = OpenInference.tensor(DType.FP32, new int[] {2}, hex("0100c07f00000080"));

    assertThat(OpenInference.raw(nan)).isEqualTo(hex("0100c07f00000080").array());
  }

  @Test
  void anElementOfBytesFollowsItsLength() {
    Tensor texts = Tensor.ofTexts(new int[] {3}, List.of("\u00e9", "", "base64:/w=="));
    String raw = "02000000c3a9" + "00000000" + "01000000ff";

    assertThat(OpenInference.raw(texts)).isEqualTo(hex(raw).array());
    assertThat(OpenInference.tensor(DType.STRING, new int[] {3}, hex(raw))).isEqualTo(texts);
  }

  @Test
  void everyByteButZeroIsTrue() {
    assertThat(OpenInference.tensor(DType.BOOL, new int[] {3}, hex("0001ff")))
        .isEqualTo(Tensor.ofBooleans(new int[] {3}, false, true, true));
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 00, 'fp32[1] needs 4 bytes, found 1'",
    "STRING, 020000, element 0 of BYTES ends after the 3 bytes of its tensor",
    "STRING, 0200000061, element 0 of BYTES ends after the 5 bytes of its tensor",
    "STRING, ffffffff61, element 0 of BYTES ends after the 5 bytes of its tensor",
    "STRING, 0000000000000000, 'string[1] needs 1 values, found 2'",
  })
  void bytesThatDoNotFitAreNamed(DType dtype, String raw, String expected) {
    assertThatThrownBy(() -> OpenInference.tensor(dtype, new int[] {1}, hex(raw)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }
}
