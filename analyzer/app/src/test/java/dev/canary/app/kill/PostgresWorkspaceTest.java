package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A workspace whose store is a PostgreSQL server, through the commands. */
@Timeout(180)
class PostgresWorkspaceTest {
  private static final int CASES = 24;

  @Test
  void theWholeLineOnPostgresAlsoWhenARunIsKilled(@TempDir Path root)
      throws IOException, SQLException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of this test runs on Linux x86_64");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start()) {
      String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create schema canary");
      }
      check(root, url + "?currentSchema=canary");
    }
  }

  private static void check(Path root, String url) throws SQLException {
    RecordedWorkspace workspace =
        new RecordedWorkspace(
            root,
            """
            kafka: embedded
            store: {url: "%s", user: postgres, password: secret}
            """
                .formatted(url));
    workspace.suite("loans", CASES).answers("loans", RecordedWorkspace.spread(CASES));
    Cli canary = new Cli(root);
    assertThat(canary.run("capture", "loans", "--repeats", "4").exitCode()).isZero();
    assertThat(canary.run("approve", "loans").exitCode()).isZero();
    workspace.answers("loans", swapped());

    List<String> reported = new ArrayList<>();
    Path kafka = root.resolve(".canary/kafka");
    try (BrokerHandle broker = BrokerFolder.connectOrStart(kafka)) {
      try (CanaryProcess run = CanaryProcess.start(root, "run", "--output", "json")) {
        run.await(() -> !run.lines().isEmpty());
        run.kill();
        reported.addAll(Ledger.idsIn(run.lines()));
      }
      Cli.Answer drifted = canary.run("run", "--output", "json");
      assertThat(drifted.exitCode()).isEqualTo(1);
      assertThat(drifted.err()).doesNotContain("wait");
      reported.addAll(Ledger.idsIn(drifted.lines()));
      assertThat(canary.run("explain", "loans").out()).contains("LABELS_PERMUTED");

      RawStore store = RawStore.read(url + "&user=postgres&password=secret");
      assertThat(store.runs()).as("two, each replayed twice").hasSize(4);
      new Ledger(reported, store, RawKafka.read(broker.bootstrap())).check();
    }
    assertThat(root.resolve(".canary/state.db")).doesNotExist();
  }

  private static double[] swapped() {
    double[] answers = RecordedWorkspace.spread(CASES);
    for (int i = 0; i < CASES; i++) {
      answers[i] = 1 - answers[i];
    }
    return answers;
  }
}
