package dev.canary.app;

import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Evidence over runs, through the commands. */
@Timeout(120)
class EvidenceTest {
  private static final double[] ANSWERS = RecordedWorkspace.spread(30);

  @TempDir Path folder = Path.of("");

  @Test
  void x() {
    RecordedWorkspace files =
        new RecordedWorkspace(folder, "kafka: none\n")
            .suite("loans", ANSWERS.length, "schedule: {every: 10s}")
            .answers("loans", ANSWERS);
    Cli canary = new Cli(folder);
    canary.run("capture");
    canary.run("approve", "loans");
    System.out.println(canary.run("run", "--output", "json").out());
    files.answers("loans", DoubleStream.of(ANSWERS).map(p -> p + 0.001).toArray());
    for (int i = 0; i < 18; i++) {
      System.out.println(canary.run("run").out());
    }
    System.out.println(canary.run("run", "--output", "json").out());
    System.out.println(canary.run("explain").out());
  }
}
