package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.Topics;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed before, during and after publishing: the run succeeds, the events wait. */
class BrokerLossTest {
  private static final int CASES = 24;
  private static final Pattern WAIT = Pattern.compile("; ([0-9]+) wait and the next run");

  /** Start, replay, and the time-out of publishing with the grace of closing. */
  private static final Duration BOUND = Duration.ofSeconds(40);

  private final Random random = new Random(20261122);
  private final List<String> reported = new ArrayList<>();

  @Test
  @Tag("slow")
  @Timeout(300)
  void aBrokerOfTheUsersOwn(@TempDir Path folder) throws SQLException {
    Path root = folder.resolve("watched");
    Path elsewhere = folder.resolve("broker");
    new RecordedWorkspace(elsewhere, "kafka: embedded\n");
    String address;
    try (CanaryProcess broker = CanaryProcess.start(elsewhere, "kafka")) {
      address = address(broker);
      workspace(root, "kafka: {bootstrap: \"" + address + "\"}\n");
      assertThat(run(root)).as("with a broker").isZero();
    }
    assertThat(run(root)).as("killed after, and before").isPositive();
    for (int round = 0; round < 3; round++) {
      try (CanaryProcess broker = CanaryProcess.start(elsewhere, "kafka")) {
        assertThat(address(broker)).as("its clients find it again").isEqualTo(address);
        runWhileKilling(root, broker, random.nextInt(400));
      }
    }
    try (CanaryProcess broker = CanaryProcess.start(elsewhere, "kafka")) {
      assertThat(address(broker)).isEqualTo(address);
      assertThat(run(root)).as("back again").isZero();
      new Ledger(reported, RawStore.ofWorkspace(root), RawKafka.read(address)).check();
    }
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void theEmbeddedBrokerOfAnotherProcess(@TempDir Path root) throws SQLException {
    workspace(root, "kafka: embedded\n");
    for (int round = 0; round < 3; round++) {
      try (CanaryProcess broker = CanaryProcess.start(root, "kafka")) {
        address(broker);
        runWhileKilling(root, broker, random.nextInt(400));
      }
      assertThat(RawStore.ofWorkspace(root).waiting())
          .as("the run has started the broker itself")
          .isEmpty();
    }
    assertThat(run(root)).as("killed after, and before").isZero();
    try (BrokerHandle broker = BrokerFolder.connectOrStart(root.resolve(".canary/kafka"))) {
      new Ledger(reported, RawStore.ofWorkspace(root), RawKafka.read(broker.bootstrap())).check();
    }
  }

  @Test
  @Tag("slow")
  @Timeout(120)
  void whoeverKeepsABrokerUpStartsItAgainWhenItHasGone(@TempDir Path root) {
    new RecordedWorkspace(root, "kafka: embedded\n");
    try (CanaryProcess first = CanaryProcess.start(root, "kafka")) {
      String address = address(first);
      try (CanaryProcess second = CanaryProcess.start(root, "kafka")) {
        assertThat(address(second)).isEqualTo(address);
        assertThat(first.kill()).isTrue();

        assertThat(
                second.await(() -> BrokerFolder.running(root.resolve(".canary/kafka")).isPresent()))
            .isTrue();
        assertThat(second.stop().err()).anyMatch(line -> line.contains("it is up again at"));
      }
    }
  }

  @Test
  @Timeout(120)
  void eventsOfMissingTopicsWaitUntilTheTopicsAreThere(@TempDir Path folder) throws SQLException {
    Path root = folder.resolve("watched");
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder.resolve("broker"), "others")) {
      workspace(root, "kafka: {bootstrap: \"" + broker.bootstrap() + "\"}\n");
      Cli canary = new Cli(root);
      Cli.Answer without = canary.run("run", "--output", "json");
      assertThat(without.exitCode()).as("no baseline").isEqualTo(3);
      assertThat(without.err())
          .contains("topic canary.runs.v1 is missing: create it", "canary.findings.v1");
      assertThat(waiting(complaints(without)))
          .isEqualTo(RawStore.ofWorkspace(root).waiting().size())
          .isPositive();
      new Topics(KafkaSettings.of(broker.bootstrap())).createMissing(Duration.ofSeconds(20));
      Cli.Answer with = canary.run("run", "--output", "json");
      assertThat(complaints(with)).isEmpty();
      reported.addAll(Ledger.idsIn(without.lines()));
      reported.addAll(Ledger.idsIn(with.lines()));
      new Ledger(reported, RawStore.ofWorkspace(root), RawKafka.read(broker.bootstrap())).check();
    }
  }

  /** Many watches of one suite without a baseline, so that publishing takes its time. */
  private static void workspace(Path root, String settings) {
    String watches =
        IntStream.range(0, 30)
            .mapToObj(i -> "  w" + i + ": {suite: loans}\n")
            .collect(Collectors.joining());
    new RecordedWorkspace(root, settings + "watches:\n" + watches)
        .suite("loans", CASES)
        .answers("loans", RecordedWorkspace.spread(CASES));
  }

  private static String address(CanaryProcess kafka) {
    return kafka.awaitLine("kafka is up at").replaceAll(".* at ([^;]*);.*", "$1");
  }

  /** Runs undisturbed. Returns how many events wait, as the command says. */
  private int run(Path root) throws SQLException {
    try (CanaryProcess run = start(root)) {
      return finish(root, run);
    }
  }

  private void runWhileKilling(Path root, CanaryProcess broker, int millis) throws SQLException {
    try (CanaryProcess run = start(root)) {
      run.await(() -> !run.lines().isEmpty());
      broker.awaitEnd(Duration.ofMillis(millis));
      assertThat(broker.kill()).isTrue();
      finish(root, run);
    }
  }

  private static CanaryProcess start(Path root) {
    return CanaryProcess.start(root, "run", "--output", "json");
  }

  private int finish(Path root, CanaryProcess run) throws SQLException {
    CanaryProcess.Ended ended = run.finish();
    assertThat(run.age()).isLessThan(BOUND);
    assertThat(ended.exitCode()).as("no baseline: %s", ended).isEqualTo(3);
    assertThat(ended.out()).as("one line per watch").hasSize(31);
    reported.addAll(Ledger.idsIn(ended.out()));
    int waiting = waiting(ended.err());
    assertThat(RawStore.ofWorkspace(root).waiting()).hasSize(waiting);
    return waiting;
  }

  /** Without the logs of libraries, which only a process of its own keeps quiet. */
  private static List<String> complaints(Cli.Answer answer) {
    return answer.err().lines().filter(line -> line.startsWith("canary: ")).toList();
  }

  private static int waiting(List<String> complaints) {
    assertThat(complaints).hasSizeLessThanOrEqualTo(1);
    Matcher matcher = WAIT.matcher(String.join("", complaints));
    assertThat(complaints.isEmpty() || matcher.find()).as("%s", complaints).isTrue();
    return complaints.isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
  }
}
