package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a daemon ends when it is asked to, and what keeps it from starting. */
@Timeout(120)
class ServeEndsTest {
  private static final int BY_TERM = 143;
  private static final List<String> HEARS_ALL = List.of("env", "--default-signal");

  @TempDir Path root = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void theRunInFlightIsFinishedAndToldAndTheCodeIsZero(String signal) throws Exception {
    try (SlowServer server = new SlowServer()) {
      workspace(server);
      try (CanaryProcess daemon =
          CanaryProcess.start(HEARS_ALL, root, "serve", "--output", "json")) {
        daemon.await(server::isAsked);
        daemon.signal(signal);
        server.answers();
        CanaryProcess.Ended ended = daemon.finish();

        assertThat(ended.exitCode()).as(ended.err().toString()).isZero();
        assertThat(Ledger.idsIn(ended.out())).hasSize(1);
        assertThat(RawStore.ofWorkspace(root).runs())
            .extracting(RawStore.Run::id)
            .containsExactlyElementsOf(Ledger.idsIn(ended.out()));
      }
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    try (SlowServer server = new SlowServer()) {
      workspace(server);
      try (CanaryProcess daemon = CanaryProcess.start(HEARS_ALL, root, "serve")) {
        daemon.await(server::isAsked);
        daemon.signal("TERM");
        daemon.awaitLine("stopping");
        daemon.signal("TERM");

        assertThat(daemon.finish().exitCode()).isEqualTo(BY_TERM);
        assertThat(RawStore.ofWorkspace(root).runs()).isEmpty();
      }
    }
  }

  @Test
  void aPortInUseIsSaidBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new RecordedWorkspace(root, "kafka: none\nhttp: {port: " + taken.getLocalPort() + "}\n")
          .suite("loans", 1, "schedule: {every: 1ms}")
          .answers("loans", 0.5);

      assertThat(refused())
          .contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort())
          .contains("in use");
      assertThat(RawStore.ofWorkspace(root).runs()).isEmpty();
    }
  }

  @Test
  void aStoreOfANewerVersionIsRefused() throws Exception {
    stored();
    try (Connection store = store();
        Statement statement = store.createStatement()) {
      statement.execute(
          "insert into flyway_schema_history select 99, '99', 'later', type, 'V99__later.sql', 1,"
              + " installed_by, installed_on, 1, true from flyway_schema_history limit 1");
    }

    assertThat(refused()).contains("newer Canary Analyzer (schema 99");
  }

  /** Whoever writes is waited for, half a minute. */
  @Test
  @Tag("slow")
  void aLockedStoreIsRefused() throws Exception {
    stored();
    try (Connection store = store();
        Statement statement = store.createStatement()) {
      statement.execute("begin exclusive");

      assertThat(refused()).contains("state.db").contains("locked");
    }
  }

  @Test
  void aWorkspaceWithoutWatchesIsRefused() {
    new RecordedWorkspace(root, "kafka: none\n");

    assertThat(refused()).contains("no suite");
  }

  @Test
  void aWrongFileIsRefusedWithItsLine() throws Exception {
    new RecordedWorkspace(root, "kafka: none\n").suite("loans", 1, "schedule: {evry: 1s}");

    assertThat(refused()).contains("suite.yaml:").contains("evry");
  }

  /** The lines by which the daemon says that it does not start. */
  private String refused() {
    Cli.Answer answer = new Cli(root).run("serve");
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    return answer.err();
  }

  private void stored() {
    new RecordedWorkspace(root, "kafka: none\nhttp: {port: 0}\n")
        .suite("loans", 1)
        .answers("loans", 0.5);
    new Cli(root).run("run");
  }

  private Connection store() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + root.resolve(".canary/state.db"));
  }

  private void workspace(SlowServer server) throws IOException {
    Path suite = Files.createDirectories(root.resolve("canaries/slow"));
    Files.writeString(root.resolve("canaries/canary.yaml"), "kafka: none\nhttp: {port: 0}\n");
    Files.writeString(
        suite.resolve("suite.yaml"),
        """
        suite: slow
        target: {type: http, protocol: kserve-v2, name: slow, model: "%s"}
        output: {kind: labels}
        schedule: {every: 1s}
        """
            .formatted(server.address()));
    Files.writeString(
        suite.resolve("cases.jsonl"),
        """
        {"id": "c", "input": {"x": {"dtype": "fp32", "shape": [1, 1], "data": [1]}}}
        """);
  }

  /** A server that answers nothing before it is told to. */
  private static final class SlowServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    SlowServer() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    boolean isAsked() {
      return asked.getCount() == 0;
    }

    void answers() {
      free.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        asked.countDown();
        free.await();
        byte[] body =
            """
            {"model_name": "slow", "model_version": "1", "outputs": [
             {"name": "label", "datatype": "BYTES", "shape": [1], "data": ["good"]}]}"""
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      answers();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
