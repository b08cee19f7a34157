package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.alert.AlertMachine;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Demand.Outcome;
import dev.canary.app.job.Demand.Row;
import dev.canary.app.job.LabelServer.Fault;
import dev.canary.app.job.LabelServer.Instead;
import dev.canary.app.serve.Listener;
import dev.canary.app.serve.Serve;
import dev.canary.app.web.Parts;
import dev.canary.app.web.WebServer;
import dev.canary.event.JudgedRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.format.FormatException;
import dev.canary.format.HttpSettings;
import dev.canary.format.Workspace;
import dev.canary.store.DueTable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plays every row of a table at once: a daemon, its page's health route, a server a replica. */
final class DemandStage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CASES = 8;
  private static final Duration COLD = Duration.ofSeconds(1);

  /** So much that what a busy machine adds is little beside it. */
  private static final Duration WARM = Duration.ofMillis(30);

  private static final Duration SLOWER = Duration.ofMillis(40);

  /** What runs of every watch take at most, on however busy a machine. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final String SLOWER_SUITE = "credit-slower";

  /** The suites, and how long their answers may take. */
  private static final Map<String, String> LATENCIES =
      Map.of(
          "credit",
          "",
          SLOWER_SUITE,
          "",
          "credit-in-time",
          "latency: {budget: 200ms}",
          "credit-at-worst",
          "latency: {budget: 800ms, of: max}");

  /** Watches that are fine all the time, so that the rows are no outage of the whole fleet. */
  private static final int OTHERS = 50;

  private final Path root;
  private final String preset;
  private final Duration period;
  private final List<Row> rows;
  private final Map<Row, List<LabelServer>> servers = new LinkedHashMap<>();
  private final Map<String, List<Instant>> ran = new ConcurrentHashMap<>();
  private final StepClock clock;

  /**
   * Elapsed time stands still, or the daemon would see that it stood; no two readings are alike.
   */
  private final AtomicLong nanos = new AtomicLong();

  DemandStage(Path root, String preset, Duration period, List<Row> rows) throws Exception {
    this.root = root;
    this.preset = preset;
    this.period = period;
    this.clock = new StepClock(Instant.now().plus(Duration.ofHours(1)), period);
    this.rows = rows;
    for (Row row : rows) {
      List<LabelServer> replicas = new ArrayList<>();
      for (int i = 0; i < row.when().size(); i++) {
        replicas.add(new LabelServer());
      }
      servers.put(row, replicas);
    }
  }

  /** What becomes of each demand. */
  Map<String, Outcome> play() throws Exception {
    files();
    trust();
    try (Wiring wiring = Wiring.of(Workspace.at(root), clock, nanos::incrementAndGet)) {
      List<WebServer> pages = new ArrayList<>();
      Serve.Part page =
          daemon -> {
            daemon.listen(new Notes());
            Parts parts =
                new Parts(
                    daemon,
                    wiring.store(),
                    wiring.explainer(),
                    wiring.knownMode(),
                    clock,
                    Optional.empty());
            pages.add(WebServer.start(new HttpSettings("127.0.0.1", 0), parts));
            return pages.get(0);
          };
      Serve serve = Serve.start(wiring, Serve.Options.DEFAULT, List.of(page));
      try (serve;
          DueTable table = lookingOn(wiring)) {
        clock.due(table.planned().values().stream().map(DueTable.Next::at).toList());
        Map<String, String> health = new LinkedHashMap<>();
        int longest = rows.stream().mapToInt(Row::runs).max().orElse(0);
        for (int run = 0; run < longest; run++) {
          step(table, run);
          for (Row row : rows) {
            if (row.runs() == run + 1) {
              health.put(row.demand(), health(pages.get(0).address(), row));
            }
          }
        }
        onceEachPeriod(longest);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Row row : rows) {
          outcomes.put(
              row.demand(),
              new Outcome(told(wiring, row), Objects.requireNonNull(health.get(row.demand()))));
        }
        return outcomes;
      }
    }
  }

  /** What the daemon has planned; nothing is done from here. */
  private DueTable lookingOn(Wiring wiring) throws FormatException {
    return DueTable.of(
        wiring.store(),
        (name, planned, memory) -> new DueTable.Next(planned, memory),
        clock,
        1,
        Duration.ZERO);
  }

  private List<LabelServer> replicas(Row row) {
    return Objects.requireNonNull(servers.get(row));
  }

  private void step(DueTable table, int run) {
    for (Row row : rows) {
      for (int i = 0; i < row.when().size(); i++) {
        behave(replicas(row).get(i), row.when(i, run));
      }
    }
    clock.step();
    long begin = System.nanoTime();
    while (!isThrough(table, run)) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Every watch has run so often, and is planned anew: a step before that skips a run. */
  private boolean isThrough(DueTable table, int run) {
    return names().stream().allMatch(name -> ran(name).size() > run)
        && table.planned().values().stream().allMatch(next -> next.at().isAfter(clock.instant()));
  }

  private List<String> names() {
    return servers.keySet().stream()
        .flatMap(
            row -> IntStream.range(0, row.when().size()).mapToObj(replica -> name(row, replica)))
        .toList();
  }

  private String name(Row row, int replica) {
    return row.when().size() == 1
        ? row.watch()
        : row.watch() + "/" + URI.create(replicas(row).get(replica).address()).getAuthority();
  }

  private List<Instant> ran(String watch) {
    return ran.computeIfAbsent(watch, w -> new CopyOnWriteArrayList<>());
  }

  /** Every watch ran once in each period and at its place in it, whatever its server did. */
  private void onceEachPeriod(int periods) {
    for (String name : names()) {
      List<Instant> due = ran(name);
      assertThat(due)
          .as(name)
          .containsExactlyElementsOf(
              Stream.iterate(due.get(0), at -> at.plus(period)).limit(periods).toList());
    }
  }

  private String told(Wiring wiring, Row row) throws Exception {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < row.when().size(); i++) {
      String name = name(row, i);
      for (OutgoingEvent event : wiring.outbox().waiting(1_000_000)) {
        if (event.topic() == Topic.ALERTS && event.key().equals(name)) {
          told.add(which(row, i) + told(name, row, event));
        }
      }
    }
    return told.stream().filter(each -> !each.endsWith(" later")).collect(Collectors.joining("; "));
  }

  private static String which(Row row, int replica) {
    return row.when().size() == 1 ? "" : (replica + 1) + ": ";
  }

  /** What happens after a story is not of it. */
  private String told(String name, Row row, OutgoingEvent event) throws Exception {
    JsonNode alert = JSON.readTree(event.data().orElseThrow().json());
    int run = ran(name).indexOf(Instant.parse(alert.get("at").asText())) + 1;
    List<String> causes = new ArrayList<>();
    alert.get("causes").forEach(cause -> causes.add(cause.asText()));
    return run > row.runs()
        ? " later"
        : "%s %d %s".formatted(alert.get("transition").asText(), run, String.join(" ", causes));
  }

  private String health(URI site, Row row) throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < row.when().size(); i++) {
      String name = URLEncoder.encode(name(row, i), StandardCharsets.UTF_8);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(site.resolve("/v1/watches/" + name + "/health")).build(),
                  BodyHandlers.ofString());
      String word = JSON.readTree(answer.body()).get("health").asText();
      all.add(which(row, i) + answer.statusCode() + " " + word);
    }
    boolean alone = all.size() == 1;
    return all.stream()
        .filter(each -> alone || !each.endsWith("200 ok"))
        .collect(Collectors.joining("; "));
  }

  private static void behave(LabelServer server, String word) {
    server.deploy(word.endsWith("version-3") ? "3" : word.equals("slower") ? "2" : "1");
    server.suffers(fault(word));
    switch (word) {
      case "250ms" -> server.takes(Duration.ofMillis(250));
      case "slower" -> server.takes(SLOWER);
      case "warm" -> server.takes(WARM);
      case "cold", "cold-version-3" -> {
        server.takes(WARM);
        server.isCold(COLD);
      }
      default -> instead(word).ifPresent(server::answers);
    }
  }

  private static Fault fault(String word) {
    return switch (word) {
      case "silent" -> Fault.SILENT;
      case "not-ready" -> Fault.NOT_READY;
      case "empty" -> Fault.EMPTY;
      case "Unknown" -> Fault.UNKNOWN;
      case "blip" -> Fault.BLIP;
      default -> Fault.NONE;
    };
  }

  /** An answer by its status and what is said with it. */
  private static Optional<Instead> instead(String word) {
    if (!Character.isDigit(word.charAt(0))) {
      return Optional.empty();
    }
    int status = Integer.parseInt(word.substring(0, 3));
    return Optional.of(
        switch (word.substring(3)) {
          case "-error" -> new Instead(status, "{\"error\": \"CUDA error\"}", Map.of());
          case "-html" -> new Instead(status, "<!doctype html><title>Sign in</title>", Map.of());
          case "-later" -> new Instead(status, "", Map.of("Retry-After", "30"));
          default -> new Instead(status, "", Map.of("Location", "http://127.0.0.1:1/else"));
        });
  }

  private void files() throws Exception {
    RecordedWorkspace files = new RecordedWorkspace(root, settings());
    files.suite("others", 1, "schedule: {every: " + period.toSeconds() + "s}");
    files.answers("others", 0.5);
    for (String suite : LATENCIES.keySet()) {
      suite(suite);
    }
  }

  private void suite(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve("canaries").resolve(name));
    Files.writeString(
        folder.resolve("suite.yaml"),
        """
        suite: %s
        target: {type: http, protocol: kserve-v2, encoding: json, name: credit, model: "%s"}
        output: {kind: labels, contract: {labels: [good, bad], forbid: [Unknown], nonEmpty: true}}
        capture: {repeats: 3}
        schedule: {preset: %s}
        %s
        """
            .formatted(name, replicas(rows.get(0)).get(0).address(), preset, LATENCIES.get(name)));
    Files.writeString(
        folder.resolve("cases.jsonl"),
        IntStream.range(0, CASES)
            .mapToObj(
                i ->
                    """
                    {"id": "c%d", "input": {"x": {"dtype": "fp32", "shape": [1, 2], "data": [%d, 1]}}}
                    """
                        .formatted(i, i))
            .collect(Collectors.joining()));
  }

  private String settings() {
    StringBuilder yaml = new StringBuilder("kafka: none\nwatches:\n");
    for (int i = 1; i < OTHERS; i++) {
      yaml.append("  other-%d: {suite: others}\n".formatted(i));
    }
    rows.forEach(row -> yaml.append(watch(row)));
    return yaml.toString();
  }

  private String watch(Row row) {
    String addresses =
        replicas(row).stream()
            .map(server -> '"' + server.address() + '"')
            .collect(Collectors.joining(", "));
    String given = row.given();
    String failures = given.startsWith("failures: ") ? given.substring(10) : "3 of 3";
    String target = given.startsWith("warm-up") ? ", warmUp: {requests: 1}" : "";
    String concurrency = given.startsWith("budget: 200ms") ? ", concurrency: 8" : "";
    return """
          %s:
            suite: %s
            target: {type: http, protocol: kserve-v2, encoding: json, name: credit, model: [%s],
              backOff: {limit: 10ms}%s%s}
            policy: {failures: %s, recover: {runs: 3, for: 20s}}
        """
        .formatted(row.watch(), suiteOf(given), addresses, target, concurrency, failures);
  }

  private static String suiteOf(String given) {
    if (given.contains("of max")) {
      return "credit-at-worst";
    }
    if (given.equals("captured anew")) {
      return SLOWER_SUITE;
    }
    return given.startsWith("budget: ") ? "credit-in-time" : "credit";
  }

  /** One version as it is, and of one suite a slower one, too. */
  private void trust() throws Exception {
    LabelServer model = replicas(rows.get(0)).get(0);
    try (Analyzer analyzer = Analyzer.open(root)) {
      for (String suite : LATENCIES.keySet()) {
        behave(model, suite.equals("credit-at-worst") ? "warm" : "fine");
        analyzer.approve(analyzer.capture(suite), "a test", "as it is");
      }
      behave(model, "slower");
      analyzer.approve(analyzer.capture(SLOWER_SUITE), "a test", "slower, and meant so");
    }
    behave(model, "fine");
  }

  @Override
  public void close() {
    servers.values().forEach(replicas -> replicas.forEach(LabelServer::close));
  }

  /** What ran, in the order of time. */
  private final class Notes implements Listener {
    @Override
    public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
      ran(judged.watch()).add(due);
    }
  }
}
