package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing can be written: one line says so, exit code 3, no file is left half. */
@Timeout(120)
class UnwritableWorkspaceTest {
  private static final int CASES = 1000;

  @TempDir Path root = Path.of("");

  @BeforeEach
  void workspaceWithABaseline() {
    new RecordedWorkspace(root, "kafka: none\n")
        .suite("loans", CASES)
        .answers("loans", RecordedWorkspace.spread(CASES));
    Cli canary = new Cli(root);
    assertThat(canary.run("capture").exitCode()).isZero();
    assertThat(canary.run("approve", "loans").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "capture", "capture --over 1s", "approve loans --version 1"})
  void aFileWhereTheStateShouldBe(String command) throws IOException {
    Files.move(root.resolve(".canary"), root.resolve("away"));
    Files.writeString(root.resolve(".canary"), "no folder");
    refuses(command, ".canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "capture", "approve loans --version 1"})
  void aStateThatMayNotBeWritten(String command) throws IOException {
    Files.move(root.resolve(".canary/state.db"), root.resolve("state.db"));
    Files.createDirectories(root.resolve(".canary/state.db"));
    Files.deleteIfExists(root.resolve(".canary/baselines.lock"));
    Files.createDirectories(root.resolve(".canary/baselines.lock"));
    refuses(command, ".canary");
  }

  @Test
  void aFileWhereTheBaselinesShouldBe() throws IOException {
    Files.move(root.resolve("baselines"), root.resolve("away"));
    Files.writeString(root.resolve("baselines"), "no folder");
    refuses("capture", "baselines");
  }

  @Test
  void aDiskThatFillsUpWhileABaselineIsWritten() {
    Map<String, String> before = files("baselines");
    try (CanaryProcess capture = withFilesUpTo(64, "capture", "--repeats", "26")) {
      CanaryProcess.Ended ended = capture.finish();
      assertThat(ended.exitCode()).as("%s", ended).isEqualTo(3);
      assertThat(ended.err()).singleElement().asString().contains("see whether the disk is full");
      assertThat(ended.out()).isEmpty();
    }
    assertThat(files("baselines")).isEqualTo(before);
  }

  @Test
  void aDiskThatFillsUpWhileARunIsStored() throws SQLException {
    Cli canary = new Cli(root);
    assertThat(canary.run("run").exitCode()).isZero();
    RawStore before = RawStore.ofWorkspace(root);
    try (CanaryProcess run = withFilesUpTo(33, "run")) {
      CanaryProcess.Ended ended = run.finish();
      assertThat(ended.exitCode()).as("%s", ended).isEqualTo(3);
      assertThat(ended.err()).singleElement().asString().contains("state.db", "disk");
    }
    assertThat(RawStore.ofWorkspace(root)).isEqualTo(before);
    assertThat(canary.run("run").exitCode()).as("with room again").isZero();
  }

  private void refuses(String command, String named) {
    Map<String, String> before = files("");
    Cli.Answer answer = new Cli(root).run(command.split(" "));
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("canary: ")
        .contains(named)
        .hasSizeGreaterThan(root.toString().length() + 30)
        .doesNotContain("unexpected", "Exception");
    assertThat(files("")).isEqualTo(before);
  }

  /** A process that can make no file larger than this, as if its disk were full then. */
  private CanaryProcess withFilesUpTo(int kib, String... arguments) {
    String limited = "ulimit -f " + kib + "; exec \"$@\"";
    return CanaryProcess.start(List.of("bash", "-c", limited, "bash"), root, arguments);
  }

  /** All files below a folder of the workspace, with their content. */
  private Map<String, String> files(String folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.resolve(folder))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
