package dev.canary.djl;

import static dev.canary.djl.Models.torchscript;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import dev.canary.target.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchWeightDigestTest {
  private final Path folder;

  TorchWeightDigestTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static String digest(Path file) throws LoadException {
    try (Target target = Models.open(file)) {
      return target.identity().weightDigest().orElseThrow();
    }
  }

  private Path rewritten(String name, String entry, UnaryOperator<byte[]> change)
      throws IOException {
    return BitFlips.rewritten(torchscript(name), folder.resolve("renamed.pt"), entry, change);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  @Test
  void isTheSameUnderAnotherNameAndCompression() throws Exception {
    Path copy = rewritten("mlp.pt", "", UnaryOperator.identity());

    assertThat(digest(copy)).isEqualTo(digest(torchscript("mlp.pt")));
  }

  @Test
  void isTheSameWhenSavedInTrainingMode() throws Exception {
    assertThat(digest(torchscript("mlp_again.pt"))).isEqualTo(digest(torchscript("mlp.pt")));
  }

  @Test
  void changesWithTheLowestBitOfParametersAndBuffers() throws Exception {
    String before = digest(torchscript("mlp.pt"));
    // The storages: two weights, two biases and the buffer "scale".
    for (int storage = 0; storage < 5; storage++) {
      Path copy = rewritten("mlp.pt", "data/" + storage, bytes -> flipped(bytes, 0));

      assertThat(digest(copy)).as("storage %d", storage).isNotEqualTo(before);
    }
  }

  @Test
  void changesWithTheConstantsOfAFrozenModule() throws Exception {
    String before = digest(torchscript("mlp_frozen.pt"));
    Path copy = rewritten("mlp_frozen.pt", "constants/0", bytes -> flipped(bytes, 0));

    assertThat(digest(copy)).isNotEqualTo(before);
  }

  @Test
  void changesWithThePackedWeightsOfAQuantisedModule() throws Exception {
    String before = digest(torchscript("quantized.pt"));
    Path copy = rewritten("quantized.pt", "data/0", bytes -> flipped(bytes, 0));

    assertThat(digest(copy)).isNotEqualTo(before);
  }

  @Test
  void changesWithANumberKeptAsAttribute() throws Exception {
    String before = digest(torchscript("stateful.pt"));
    Path copy =
        rewritten(
            "stateful.pt",
            "data.pkl",
            bytes -> {
              // The attribute's name, its place in the memo, then a one-byte number.
              String text = new String(bytes, StandardCharsets.ISO_8859_1);
              return flipped(bytes, text.indexOf('K', text.indexOf("calls")) + 1);
            });

    assertThat(digest(copy)).isNotEqualTo(before);
  }

  @Test
  void isTheStoragesOwnWhereThePickleIsNotUnderstood() throws Exception {
    Path mlp = torchscript("mlp.pt");
    try (TorchArchive archive = TorchArchive.open(mlp)) {
      assertThat(TorchWeights.raw(archive)).hasSize(5);
    }
  }
}
