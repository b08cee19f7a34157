package dev.canary.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitFlipTest {
  @TempDir static Path folder = Path.of("");

  private static Path file = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    file = folder.resolve("model.onnx");
    HousePrice.train(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 22, 30, 31})
  void aFlipChangesOneBitOfTheFileAndASecondOneTakesItBack(int bit) throws IOException {
    byte[] intact = Files.readAllBytes(file);
    assertThat(BitFlip.inOnnx(file, bit)).contains(" became ");
    byte[] flipped = Files.readAllBytes(file);
    assertThat(flipped).hasSameSizeAs(intact);
    int bits = 0;
    for (int i = 0; i < intact.length; i++) {
      bits += Integer.bitCount((intact[i] ^ flipped[i]) & 0xff);
    }
    assertThat(bits).isEqualTo(1);
    BitFlip.inOnnx(file, bit);
    assertThat(file).hasBinaryContent(intact);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 32})
  void thereAreNoOtherBits(int bit) {
    assertThatThrownBy(() -> BitFlip.inOnnx(file, bit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bit is " + bit + ": it must be 0 to 31");
  }

  @Test
  void aModelWithoutWeightsIsRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    assertThatThrownBy(() -> BitFlip.inOnnx(empty)).hasMessageEndingWith("has no raw weights");
  }
}
