package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.JudgedRun;
import dev.canary.evidence.RunEvidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.io.TempDir;

/** A workspace with a recorded suite that the tests of evidence run again and again. */
abstract class EvidenceWorkspace {
  static final double[] ANSWERS = RecordedWorkspace.spread(30);
  static final double[] MOVED = DoubleStream.of(ANSWERS).map(p -> p + 0.001).toArray();
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final double PERIOD_SECONDS = 90 * 86_400.0;

  @TempDir Path folder = Path.of("");

  RecordedWorkspace files(String... settings) {
    RecordedWorkspace files =
        new RecordedWorkspace(folder, "kafka: none\n" + String.join("\n", settings) + "\n");
    return suite(files, "loans");
  }

  RecordedWorkspace suite(RecordedWorkspace files, String name) {
    return files.suite(name, ANSWERS.length, "schedule: {every: 10s}").answers(name, ANSWERS);
  }

  RecordedWorkspace trusted(String... settings) {
    RecordedWorkspace files = files(settings);
    approve("loans");
    return files;
  }

  void approve(String suite) {
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture", suite, "--repeats", "110").exitCode()).isZero();
    assertThat(canary.run("approve", suite).exitCode()).isZero();
  }

  static RunEvidence counted(JudgedRun run) {
    return run.evidence().orElseThrow();
  }
}
