package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.app.RecordedWorkspace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons in processes of their own, killed and ended. */
@Timeout(180)
class DaemonKillsTest {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
  private static final List<String> WATCHES = IntStream.range(0, 6).mapToObj(i -> "w" + i).toList();

  @TempDir Path root = Path.of("");

  @Test
  void oneOfTwoDaemonsIsKilledAndTheOtherRunsAllWatches() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of this test runs on Linux x86_64");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start()) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create schema canary");
      }
      String url =
          "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?currentSchema=canary";
      workspace("store: {url: \"%s\", user: postgres, password: secret}".formatted(url));
      killOneOfTwo(url + "&user=postgres&password=secret");
    }
  }

  private void workspace(String store) {
    String others =
        WATCHES.stream()
            .skip(1)
            .map(name -> "  %s: {suite: w0}".formatted(name))
            .collect(Collectors.joining("\n"));
    new RecordedWorkspace(root, "kafka: none\n" + store + "\nwatches:\n" + others + "\n")
        .suite("w0", 2, "schedule: {every: 500ms}")
        .answers("w0", RecordedWorkspace.spread(2));
  }

  private void killOneOfTwo(String store) throws SQLException {
    try (CanaryProcess first = CanaryProcess.start(root, "serve", "--output", "json")) {
      first.await(() -> first.lines().size() > WATCHES.size());
      try (CanaryProcess second = CanaryProcess.start(root, "serve", "--output", "json")) {
        second.await(() -> second.lines().size() > WATCHES.size());
        assertThat(first.kill()).isTrue();
        Instant killed = Instant.now();
        second.await(() -> newest(second, killed).size() == WATCHES.size());
        assertThat(second.stop().err()).noneMatch(line -> line.contains("unexpected"));
        check(store, first, second, killed);
      }
    }
  }

  /** The first run of each watch that was due after an instant, in what a daemon said. */
  private static Map<String, Instant> newest(CanaryProcess daemon, Instant after) {
    Map<String, Instant> first = new TreeMap<>();
    for (String id : Ledger.idsIn(daemon.lines())) {
      if (due(id).isAfter(after)) {
        first.putIfAbsent(watch(id), due(id));
      }
    }
    return first;
  }

  /** All that was said is stored, nothing twice, at instants of the schedule and in their order. */
  private static void check(String store, CanaryProcess first, CanaryProcess second, Instant killed)
      throws SQLException {
    List<String> stored =
        RawStore.read(store).runs().stream()
            .filter(run -> run.confirms().isEmpty())
            .map(RawStore.Run::id)
            .toList();
    assertThat(stored).doesNotHaveDuplicates();
    assertThat(stored)
        .containsAll(Ledger.idsIn(first.lines()))
        .containsAll(Ledger.idsIn(second.lines()));
    for (String watch : WATCHES) {
      List<Instant> due =
          stored.stream().filter(id -> watch(id).equals(watch)).map(id -> due(id)).toList();
      assertThat(due).isSorted();
      assertThat(due)
          .allMatch(at -> Duration.between(due.get(0), at).toMillis() % PERIOD.toMillis() == 0);
    }
    assertThat(newest(second, killed).values())
        .allMatch(at -> Duration.between(killed, at).compareTo(TAKEN_OVER) < 0);
  }

  private static String watch(String id) {
    return id.substring(0, id.indexOf('@'));
  }

  private static Instant due(String id) {
    return Instant.parse(id.substring(id.indexOf('@') + 1));
  }
}
