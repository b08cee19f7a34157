package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.createDirectories(folder.resolve("loans")).resolve("suite.yaml");
    Files.writeString(file, "every: 2s");
  }

  private interface Change {
    void make() throws IOException;
  }

  private void assertSeen(Change change) throws IOException {
    Map<Path, String> before = FileStamps.of(folder);
    assertThat(FileStamps.of(folder)).isEqualTo(before);
    change.make();
    assertThat(FileStamps.of(folder)).isNotEqualTo(before);
  }

  @Test
  void aChangeThatKeepsSizeAndTimeIsSeen() throws IOException {
    FileTime then = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, then);
    assertSeen(
        () -> {
          Files.writeString(file, "every: 3s");
          Files.setLastModifiedTime(file, then);
        });
  }

  @Test
  void aFileThatTakesThePlaceOfAnotherIsSeen() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "every: 3s");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    assertSeen(() -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
  }

  @Test
  void aLinkThatLeadsElsewhereIsSeenAsKubernetesSwapsThem() throws IOException {
    Path first = Files.createDirectories(folder.resolve("..2026_1"));
    Path second = Files.createDirectories(folder.resolve("..2026_2"));
    Files.writeString(first.resolve("canary.yaml"), "kafka: none");
    Files.writeString(second.resolve("canary.yaml"), "kafka: nine");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Files.createSymbolicLink(folder.resolve("canary.yaml"), Path.of("..data/canary.yaml"));
    assertSeen(
        () -> {
          Path next = Files.createSymbolicLink(folder.resolve("..next"), second);
          Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Test
  void linksThatLeadInACircleHideNoFile() throws IOException {
    Files.createSymbolicLink(folder.resolve("loans/again"), Path.of(".."));
    Path nowhere = Files.createSymbolicLink(folder.resolve("loans/nowhere"), Path.of("gone"));

    assertThat(FileStamps.of(folder)).containsOnlyKeys(file, nowhere);
    assertSeen(() -> Files.writeString(file, "every: 30s"));
  }
}
