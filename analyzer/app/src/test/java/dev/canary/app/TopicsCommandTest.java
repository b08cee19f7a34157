package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TopicsCommandTest {
  @TempDir Path folder = Path.of("");

  @Test
  void topicsArePrintedCreatedAndChecked() {
    Cli canary = workspace("kafka: embedded\n");

    assertThat(canary.run("topics").lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("kafka-topics.sh --bootstrap-server 127.0.0.1:"));
    assertThat(canary.run("topics", "--check").out()).contains("as they should be");
    assertThat(canary.run("topics", "--create").exitCode()).isZero();

    Cli.Answer more = canary.run("topics", "--check", "--partitions", "3", "--output", "json");
    assertThat(more.exitCode()).isEqualTo(3);
    assertThat(more.lines())
        .hasSize(5)
        .allMatch(line -> line.contains("\"found\":\"has 1 partitions, should have 3\""));
  }

  @Test
  void whatCannotBeAskedForIsToldInOneLine() {
    assertThat(workspace("kafka: none\n").run("topics").err())
        .isEqualTo("canary: kafka is none in canary.yaml: there is no broker for topics\n");
    Cli canary = workspace("kafka: {bootstrap: \"127.0.0.1:1\"}\n");
    assertThat(canary.run("topics", "--check").err())
        .isEqualTo("canary: no broker at 127.0.0.1:1 (connection refused)\n");
    assertThat(canary.run("topics", "--partitions", "0").err())
        .isEqualTo("canary: --partitions is 0; allowed: 1 or more\n");
    assertThat(canary.run("topics", "--check", "--create").exitCode()).isEqualTo(3);
  }

  private Cli workspace(String settings) {
    new RecordedWorkspace(folder, settings);
    return new Cli(folder);
  }
}
