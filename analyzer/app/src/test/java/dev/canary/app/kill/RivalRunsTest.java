package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once on one workspace: they share store, relay and broker. */
@Tag("slow")
@Timeout(300)
class RivalRunsTest {
  private static final int ROUNDS = 4;

  private final Random random = new Random(20261123);
  private final List<String> reported = new ArrayList<>();

  @Test
  void theSameAndDifferentSuites(@TempDir Path root) throws SQLException {
    RecordedWorkspace workspace = new RecordedWorkspace(root, "kafka: embedded\n");
    for (String suite : List.of("one", "two")) {
      workspace.suite(suite, 24).answers(suite, RecordedWorkspace.spread(24));
    }
    Cli canary = new Cli(root);
    for (String suite : List.of("one", "two")) {
      canary.run("capture", suite);
      canary.run("approve", suite);
    }
    for (int round = 0; round < ROUNDS; round++) {
      together(root, List.of("one", "two"), List.of("one", "two"));
      together(root, List.of("one"), List.of("two"));
    }
    RawStore store = RawStore.ofWorkspace(root);
    try (BrokerHandle broker = BrokerFolder.connectOrStart(root.resolve(".canary/kafka"))) {
      Ledger ledger = new Ledger(reported, store, RawKafka.read(broker.bootstrap()));
      ledger.check();
      assertThat(store.runs()).hasSameSizeAs(reported);
      assertThat(store.counted()).containsOnlyKeys("one", "two");
      assertThat(ledger.redelivered()).as("one relay at a time sends each event once").isZero();
    }
  }

  private void together(Path root, List<String> first, List<String> second) throws SQLException {
    try (CanaryProcess one = start(root, first)) {
      one.awaitEnd(Duration.ofMillis(random.nextInt(500)));
      try (CanaryProcess two = start(root, second)) {
        for (CanaryProcess run : List.of(one, two)) {
          CanaryProcess.Ended ended = run.finish();
          assertThat(ended.exitCode()).as("healthy: %s", ended).isZero();
          assertThat(ended.err()).isEmpty();
          reported.addAll(Ledger.idsIn(ended.out()));
        }
      }
    }
    assertThat(RawStore.ofWorkspace(root).waiting()).isEmpty();
  }

  private static CanaryProcess start(Path root, List<String> suites) {
    List<String> arguments = new ArrayList<>(List.of("run", "--output", "json"));
    arguments.addAll(suites);
    return CanaryProcess.start(root, arguments.toArray(String[]::new));
  }
}
