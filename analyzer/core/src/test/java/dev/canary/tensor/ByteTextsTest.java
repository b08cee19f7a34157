package dev.canary.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ByteTextsTest {
  @Property(tries = 500)
  void bytesComeBackAsTheyWere(@ForAll byte[] bytes) {
    assertThat(ByteTexts.bytes(ByteTexts.of(bytes))).isEqualTo(bytes);
  }

  @Test
  void textStandsAsItselfAndOtherBytesInBase64() {
    assertThat(ByteTexts.of("caf\u00e9".getBytes(StandardCharsets.UTF_8))).isEqualTo("caf\u00e9");
    assertThat(ByteTexts.of((byte) 0xff, (byte) 0)).isEqualTo("base64:/wA=");
    assertThat(ByteTexts.text("base64:/wA=")).isEmpty();
    assertThat(ByteTexts.text("caf\u00e9")).contains("caf\u00e9");
  }

  @Test
  void aTextThatLooksLikeBytesIsToldFromThem() {
    String text = "base64:/wA=";

    assertThat(ByteTexts.of(text)).isEqualTo("base64:YmFzZTY0Oi93QT0=");
    assertThat(ByteTexts.text(ByteTexts.of(text))).contains(text);
    assertThat(ByteTexts.of("base64:no")).isEqualTo("base64:no");
    assertThat(ByteTexts.of("base64:/wA")).isEqualTo("base64:/wA");
  }

  @Test
  void halfOfASurrogatePairIsNoText() {
    assertThat(ByteTexts.text("\ud800")).isEmpty();
  }
}
