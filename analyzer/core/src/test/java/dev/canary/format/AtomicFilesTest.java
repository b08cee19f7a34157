package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileAndItsFoldersAreMade() throws Exception {
    AtomicFiles.write(folder.resolve("a/b/x.json"), bytes("new"));

    assertThat(folder.resolve("a/b/x.json")).hasContent("new");
  }

  @Test
  void anOldFileIsReplaced() throws Exception {
    Path file = Folders.write(folder.resolve("x.json"), "old");

    AtomicFiles.write(file, out -> out.write(bytes("new")));

    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("x.json");
  }

  @Test
  void afterAFailureTheOldFileIsThereAndNothingElse() throws Exception {
    Path file = Folders.write(folder.resolve("x.json"), "old");
    AtomicFiles.Content failing =
        out -> {
          out.write(bytes("half"));
          throw new IOException("disk full");
        };

    assertThatThrownBy(() -> AtomicFiles.write(file, failing)).hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("x.json");
  }

  @Test
  void whatAKilledProcessLeftBehindIsDeleted() throws Exception {
    Folders.write(folder.resolve(".x.json.tmp-4711-1"), "half");
    Folders.write(folder.resolve(".y.json.tmp-4711-1"), "half of another");

    AtomicFiles.write(folder.resolve("x.json"), bytes("new"));

    assertThat(names()).containsExactly(".y.json.tmp-4711-1", "x.json");
  }

  @Test
  void whatAnotherWriterHoldsIsLeftAlone() throws Exception {
    Path held = Folders.write(folder.resolve(".x.json.tmp-4711-1"), "being written");
    try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE)) {
      assertThat(channel.lock().isValid()).isTrue();
      AtomicFiles.write(folder.resolve("x.json"), bytes("new"));
    }

    assertThat(names()).containsExactly(".x.json.tmp-4711-1", "x.json");
  }
}
