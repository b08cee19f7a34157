package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.job.LabelServer.Fault;
import dev.canary.app.job.RunJob.Recorded;
import dev.canary.check.Cause;
import dev.canary.check.Checks;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.watch.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the product was asked for, as a table: automated health checks of deployed models, by golden
 * inputs every ten seconds. Every row is replayed, judged, stepped and recorded as in production,
 * against servers on real sockets.
 */
@Timeout(120)
class DemandsTest {
  private static final int REPLICAS = 3;
  private static final Duration PERIOD = Duration.ofSeconds(10);

  @TempDir private static Path root = Path.of("");
  private static final List<LabelServer> SERVERS = new ArrayList<>();

  @BeforeAll
  static void trust() throws Exception {
    for (int i = 0; i < REPLICAS; i++) {
      SERVERS.add(new LabelServer());
    }
    Path folder = Files.createDirectories(root.resolve("canaries/credit"));
    Files.writeString(root.resolve("canaries/canary.yaml"), "kafka: none\n");
    Files.writeString(
        folder.resolve("suite.yaml"),
        """
        suite: credit
        target:
          {type: http, protocol: kserve-v2, encoding: json, name: credit, model: [%s]}
        output: {kind: labels, contract: {labels: [good, bad], forbid: [Unknown], nonEmpty: true}}
        capture: {repeats: 3}
        schedule: {every: 10s}
        policy: {failures: 3 of 3, recover: {runs: 3, for: 20s}}
        """
            .formatted(
                SERVERS.stream()
                    .map(server -> '"' + server.address() + '"')
                    .collect(Collectors.joining(", "))));
    Files.writeString(
        folder.resolve("cases.jsonl"),
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    """
                    {"id": "c%d", "input": {"x": {"dtype": "fp32", "shape": [1, 2], "data": [%d, 1]}}}
                    """
                        .formatted(i, i))
            .collect(Collectors.joining()));
    try (Analyzer analyzer = Analyzer.open(root)) {
      analyzer.approve(analyzer.capture("credit"), "a test", "as it is");
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(LabelServer::close);
  }

  /**
   * A letter for each run of each replica: fine, Silent, Failing, Not ready, Empty, Unknown, a
   * Blip, a new Version. Told is which replica's alert did what at which run; both are counted from
   * 1.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "two failures in a row page nobody,            SS...,  .....,  .....,  ''",
    "three failures in a row page,                 SSS..,  .....,  .....,  1 OPENED 3 UNREACHABLE",
    "three errors with status 500 page,            FFF,    ...,    ...,    1 OPENED 3 UNREACHABLE NOT_READY",
    "any three failures count,                     SFN,    ...,    ...,    1 OPENED 3 NOT_READY",
    "a blip that a second look refutes pages nobody, B.B.B, .....,  .....,  ''",
    "blips add up neither alone nor with failures, BBBBSSB, ......., ......., ''",
    "an empty prediction with status 200 pages,    EEE,    ...,    ...,    1 OPENED 3 EMPTY",
    "an Unknown category with status 200 pages at once, .U,   ..,     ..,     1 OPENED 2 CONTRACT",
    "one bad replica of three is named,            ...,    UU.,    ...,    2 OPENED 1 CONTRACT",
    "three fine runs and time end an alert,        ......, U....., ......, 2 OPENED 1 CONTRACT; 2 RESOLVED 4 CONTRACT",
    "a new version without a baseline is a warning, ...,    ...,    VVV,    3 OPENED 3 VERSION_CHANGE"
  })
  void whatIsToldOfServers(String demand, String first, String second, String third, String told)
      throws Exception {
    assertThat(told(List.of(first, second, third))).as(demand).isEqualTo(told);
  }

  /** What is told over the runs of every replica. */
  private static String told(List<String> stories) throws Exception {
    forget();
    List<String> told = new ArrayList<>();
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      List<Watched> replicas = wiring.watches(List.of("credit"));
      Instant start = wiring.now();
      for (int run = 0; run < stories.get(0).length(); run++) {
        for (int i = 0; i < replicas.size(); i++) {
          suffer(SERVERS.get(i), stories.get(i).charAt(run));
          Instant due = start.plus(PERIOD.multipliedBy(run));
          Recorded recorded = job(wiring, due).run(replicas.get(i), due);
          tell(told, i + 1, run + 1, recorded);
        }
      }
    }
    return String.join("; ", told);
  }

  private static void tell(List<String> told, int replica, int run, Recorded recorded) {
    recorded
        .alerts()
        .step()
        .transitions()
        .forEach(
            each ->
                told.add(
                    "%d %s %d %s"
                        .formatted(
                            replica,
                            each.kind(),
                            run,
                            each.causes().stream()
                                .map(Cause::name)
                                .collect(Collectors.joining(" ")))));
  }

  private static void suffer(LabelServer server, char letter) {
    server.deploy(letter == 'V' ? "2" : "1");
    server.suffers(
        switch (letter) {
          case 'S' -> Fault.SILENT;
          case 'F' -> Fault.FAILING;
          case 'N' -> Fault.NOT_READY;
          case 'E' -> Fault.EMPTY;
          case 'U' -> Fault.UNKNOWN;
          case 'B' -> Fault.BLIP;
          default -> Fault.NONE;
        });
  }

  /** Nothing that happened in another row is remembered. */
  private static void forget() throws IOException {
    Folders.delete(new Workspace(root).state());
  }

  private static RunJob job(Wiring wiring, Instant due) throws Exception {
    Clock clock = Clock.fixed(due, ZoneOffset.UTC);
    return new RunJob(
        wiring.targets(),
        wiring.baselines(),
        Tier.GOLDEN,
        Checks.standard(),
        new Replay(clock, System::nanoTime, Duration.ofMinutes(1), done -> {}),
        Order::asWritten,
        wiring.evidence(),
        new StoreRecorder(wiring.store()));
  }
}
