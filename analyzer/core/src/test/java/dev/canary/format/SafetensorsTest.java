package dev.canary.format;

import static dev.canary.format.Folders.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @Provide
  Arbitrary<Map<String, Tensor>> named() {
    return Tensors.named();
  }

  @Property(tries = 200)
  void tensorsReadBackBitForBit(@ForAll("named") Map<String, Tensor> tensors)
      throws FormatException {
    byte[] bytes = Safetensors.bytes(tensors, Map.of("format", "x"));

    assertThat(Safetensors.parse("x", bytes).tensors()).isEqualTo(tensors);
  }

  @Property(tries = 200)
  void theSameTensorsGiveTheSameBytesAndWholeWordsOfHeader(
      @ForAll("named") Map<String, Tensor> tensors) {
    byte[] bytes = Safetensors.bytes(tensors, Map.of());

    assertThat(Safetensors.bytes(new LinkedHashMap<>(tensors), Map.of())).isEqualTo(bytes);
    assertThat(bytes[0] % 8).isZero();
  }

  @Test
  void theBytesAreThoseTheFormatPrescribes() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("flags", Tensor.ofBooleans(new int[] {2}, true, false));
    tensors.put("x", Tensor.ofFloats(new int[] {1, 1}, 1.5f));
    byte[] bytes = Safetensors.bytes(tensors, Map.of("tool", "canary"));

    String header =
        "{\"__metadata__\":{\"tool\":\"canary\"},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"flags\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[4,6]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 6)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded.length())
            .put(padded.getBytes(StandardCharsets.US_ASCII))
            .putFloat(1.5f)
            .put((byte) 1)
            .put((byte) 0);
    assertThat(bytes).isEqualTo(expected.array());
  }

  @Test
  void aFileTellsItsNamesAndMetadata(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("x.safetensors");
    Tensor texts = Tensor.ofTexts(new int[] {2, 1}, List.of("h\u00e9", ""));
    Safetensors.write(file, Map.of("label", texts), Map.of("a", "b"));

    Safetensors read = Safetensors.read(file);

    assertThat(read.names()).containsExactly("label");
    assertThat(read.metadata()).isEqualTo(Map.of("a", "b"));
    assertThat(read.tensor("label")).isEqualTo(texts);
    assertThat(problems(() -> read.tensor("lable"))).singleElement().asString().contains("lable");
  }

  @Test
  void namesThatClashWithTheSpellingOfTextsAreRefused() {
    Tensor any = Tensor.ofDoubles(new int[] {1}, 1);

    for (String name : List.of("a#utf8", "a#offsets", "__metadata__")) {
      assertThatThrownBy(() -> Safetensors.bytes(Map.of(name, any), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    Tensor half = Tensor.ofTexts(new int[] {1}, List.of("\udc00"));
    assertThatThrownBy(() -> Safetensors.bytes(Map.of("a", half), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static String entry(String dtype, String shape, String offsets) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32|[2]|[0,4]|x.data_offsets is 0.0 to 4.0",
        "F32|[1]|[4,8]|tensor x leaves a gap before it",
        "F32|[1]|[0,4]|4 bytes belong to no tensor",
        "F32|[4]|[0,16]|x.data_offsets is 0.0 to 16.0",
        "F32|[1]|[8,4]|x.data_offsets is 8.0 to 4.0",
        "F32|[2]|[-4,4]|x.data_offsets is -4",
        "F32|[2]|[0.5,8.5]|x.data_offsets is 0.5 to 8.5",
        "F32|[2]|[0]|x.data_offsets is 1 offsets",
        "F32|[4294967297]|[0,8]|x.shape is a list of 1",
        "F32|[2147483647,2147483647]|[0,8]|x.shape is a list of 2",
        "F8_E4M3|[8]|[0,8]|x.dtype is \"F8_E4M3\"",
      })
  void aHostileHeaderIsNamed(String dtype, String shape, String offsets, String expected) {
    byte[] file = file("{\"x\":" + entry(dtype, shape, offsets) + "}", 8);

    assertThat(problems(() -> Safetensors.parse("x.safetensors", file)))
        .anySatisfy(p -> assertThat(p).startsWith("x.safetensors").contains(expected));
  }

  @Test
  void overlapsDuplicatesAndImpossibleLengthsAreNamed() {
    String one = entry("U8", "[4]", "[0,4]");
    byte[] overlap = file("{\"a\":" + one + ",\"b\":" + entry("U8", "[4]", "[2,6]") + "}", 6);
    byte[] duplicate = file("{\"a\":" + one + ",\"a\":" + one + "}", 4);
    byte[] huge = file("{}", 0);
    huge[7] = (byte) 0xff;
    byte[] notUtf8 = file("{\"a\":" + one + "}", 4);
    notUtf8[10] = (byte) 0xff;

    assertThat(problems(() -> Safetensors.parse("x", overlap))).first().asString().contains("over");
    assertThat(problems(() -> Safetensors.parse("x", duplicate)))
        .first()
        .asString()
        .contains("twice");
    assertThat(problems(() -> Safetensors.parse("x", huge))).first().asString().contains("header");
    assertThat(problems(() -> Safetensors.parse("x", notUtf8)))
        .first()
        .asString()
        .contains("UTF-8");
    assertThat(problems(() -> Safetensors.parse("x", new byte[7]))).hasSize(1);
  }

  @Test
  void damagedTextsAreNamed() throws Exception {
    byte[] bytes =
        Safetensors.bytes(Map.of("t", Tensor.ofTexts(new int[] {1}, List.of("abc"))), Map.of());
    byte[] late = bytes.clone();
    late[bytes.length - 11] = 9;
    byte[] broken = bytes.clone();
    broken[bytes.length - 1] = (byte) 0xff;

    assertThat(problems(() -> Safetensors.parse("x", late).tensors())).hasSize(1);
    assertThat(problems(() -> Safetensors.parse("x", broken).tensors())).hasSize(1);
    assertThat(Safetensors.parse("x", bytes).tensor("t").dtype()).isEqualTo(DType.STRING);
  }
}
