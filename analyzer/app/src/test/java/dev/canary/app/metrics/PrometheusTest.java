package dev.canary.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.app.action.ActionCounts;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The metrics and the shipped rules under a real Prometheus, and its alerts in a real Alertmanager.
 */
@Tag("slow")
@Timeout(280)
class PrometheusTest {
  private static final Path RULES = Path.of("../deploy/prometheus/canary-rules.yml");
  private static final Path TEXTS = Path.of("target/metrics");
  private static final String WATCH = "digits/10.0.0.7:8000";

  private Path folder;
  private volatile DaemonStatus status = Told.daemon(List.of(Told.watch(WATCH)));
  private final Metrics metrics =
      new Metrics(() -> status, Map::of, InstantSource.system(), "test");
  private HttpServer server;

  @BeforeEach
  void serve(@TempDir Path own) throws IOException {
    folder = own;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String accept =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
      Exposition all = metrics.exposition(accept);
      exchange.getResponseHeaders().set("Content-Type", all.contentType());
      exchange.sendResponseHeaders(200, all.body().length);
      exchange.getResponseBody().write(all.body());
    }
  }

  @Test
  void bothTextsAreLeftForOtherParsers() throws IOException {
    String hostile = "a\"b\\c\nd 数";
    DaemonStatus two = Told.daemon(List.of(Told.watch(hostile), Told.watch("w")));
    ActionCounts actions = new ActionCounts();
    actions.of("pager");
    Metrics told = new Metrics(() -> two, actions::all, () -> Told.START, "test");
    told.recorded(Told.healthy(hostile, Duration.ofMillis(170)), Told.QUIET, Told.START);
    told.recorded(
        Told.unreachable("w", Tier.SMOKE), Told.opened("w", Duration.ofSeconds(20)), Told.START);

    Files.createDirectories(TEXTS);
    Files.write(TEXTS.resolve("plain.txt"), told.exposition("").body());
    Files.write(TEXTS.resolve("open.txt"), told.exposition("application/openmetrics-text").body());
  }

  @Test
  void anOpenAlertAndADeadDaemonFireAndReachTheAlertmanager() throws Exception {
    int managerPort = DebianProcess.freePort();
    int port = DebianProcess.freePort();
    try (DebianProcess manager = new DebianProcess(folder, managerPort, alertmanager());
        DebianProcess prometheus = new DebianProcess(folder, port, prometheus(managerPort))) {
      manager.await(alerts("CanaryAlertOpen"), "[]");
      prometheus.await("/api/v1/rules", "CanaryAlertOpen");
      prometheus.await("/api/v1/query?query=canary_build_info", "\"version\":\"test\"");
      prometheus.await("/api/v1/alerts", "\"alerts\":[]");

      status = Told.daemon(List.of(Told.watch(WATCH, Told.alerted(WATCH), Optional.empty())));
      prometheus.await("/api/v1/alerts", "\"state\":\"firing\"");
      assertThat(manager.await(alerts("CanaryAlertOpen"), "\"state\":\"active\""))
          .contains("\"watch\":\"" + WATCH + "\"", "\"severity\":\"critical\"");

      server.stop(0);
      manager.await(alerts("CanaryDaemonDown"), "\"state\":\"active\"");
    }
  }

  private static String alerts(String name) {
    return "/api/v2/alerts?filter=alertname%3D" + name;
  }

  private List<String> alertmanager() throws IOException {
    Path config = folder.resolve("alertmanager.yml");
    Files.writeString(config, "{route: {receiver: nobody}, receivers: [{name: nobody}]}");
    return List.of(
        "prometheus-alertmanager",
        "--config.file=" + config,
        "--storage.path=" + folder.resolve("alertmanager"),
        "--cluster.listen-address=");
  }

  /** The shipped rules, where a minute's patience is a second's. */
  private List<String> prometheus(int alertmanager) throws IOException {
    Path rules = folder.resolve("rules.yml");
    Files.writeString(rules, Files.readString(RULES).replace("for: 1m", "for: 1s"));
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [%s]
        alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
        scrape_configs: [{job_name: canary, static_configs: [{targets: ["127.0.0.1:%d"]}]}]
        """
            .formatted(rules, alertmanager, server.getAddress().getPort()));
    return List.of(
        "prometheus",
        "--config.file=" + config,
        "--storage.tsdb.path=" + folder.resolve("prometheus"));
  }
}
