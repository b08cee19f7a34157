package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.job.LabelServer.Fault;
import dev.canary.app.job.RunJob.Recorded;
import dev.canary.check.Checks;
import dev.canary.event.Fallback;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.store.StoredTransition;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether it is safe to redirect, told with the alert: against servers on real sockets. */
@Timeout(120)
class FallbackProbeTest {
  @TempDir private Path root = Path.of("");
  private LabelServer model;
  private LabelServer other;
  private LabelServer third;

  @BeforeEach
  void trust() throws Exception {
    model = new LabelServer();
    other = new LabelServer();
    third = new LabelServer();
    Path folder = Files.createDirectories(root.resolve("canaries/credit"));
    Files.writeString(
        root.resolve("canaries/canary.yaml"),
        """
        kafka: none
        watches:
          credit:
            fallback: {type: http, protocol: kserve-v2, encoding: json, name: credit, model: ["%s", "%s"]}
        """
            .formatted(other.address(), third.address()));
    Files.writeString(
        folder.resolve("suite.yaml"),
        """
        suite: credit
        target: {type: http, protocol: kserve-v2, encoding: json, name: credit, model: "%s"}
        output: {kind: labels, contract: {labels: [good, bad], forbid: [Unknown], nonEmpty: true}}
        capture: {repeats: 3}
        """
            .formatted(model.address()));
    Files.writeString(
        folder.resolve("cases.jsonl"),
        "{\"id\": \"c\", \"input\": {\"x\": {\"dtype\": \"fp32\", \"shape\": [1, 2], \"data\": [0, 1]}}}\n");
    try (Analyzer analyzer = Analyzer.open(root)) {
      analyzer.approve(analyzer.capture("credit"), "a test", "as it is");
    }
  }

  @AfterEach
  void stop() {
    model.close();
    other.close();
    third.close();
  }

  private Recorded run(Wiring wiring) throws Exception {
    RunJob job = wiring.runJob(Tier.GOLDEN, Checks.standard(), Order::asWritten, done -> {});
    return job.run(wiring.watches(List.of("credit")).get(0), wiring.now());
  }

  @Test
  void anotherModelThatAnswersAsItDidIsSafeAndTheEventSaysSo() throws Exception {
    model.suffers(Fault.UNKNOWN);
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      Fallback fallback = run(wiring).alerts().fallback().orElseThrow();

      assertThat(fallback.isSafe()).isTrue();
      assertThat(fallback.reason()).isEqualTo("it answers as baseline 1 says");
      StoredTransition opened = wiring.store().transitionsOf("credit", 1).get(0);
      assertThat(opened.summary())
          .contains("\"safe\":true,\"verdict\":\"HEALTHY\",\"reason\":\"it answers as baseline 1");
      assertThat(wiring.store().history().recentOf("credit", 10))
          .as("nothing else of it is recorded")
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, 1, BROKEN, Unknown",
    "SILENT,  1, BROKEN, ''",
    "NONE,    2, INCONCLUSIVE, no approved baseline",
  })
  void oneOfItsReplicasThatIsNotAsItWasMakesItUnsafe(
      Fault fault, String version, Level verdict, String why) throws Exception {
    model.suffers(Fault.UNKNOWN);
    third.suffers(fault);
    third.deploy(version);
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      Fallback fallback = run(wiring).alerts().fallback().orElseThrow();

      assertThat(fallback.isSafe()).isFalse();
      assertThat(fallback.verdict()).isEqualTo(Optional.of(verdict));
      assertThat(fallback.target()).isEqualTo(third.address());
      assertThat(fallback.reason()).contains(why);
    }
  }

  @Test
  void nobodyAsksTheOtherModelWhileNothingGetsWorse() throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      assertThat(run(wiring).alerts().fallback()).isEmpty();
      model.suffers(Fault.UNKNOWN);
      run(wiring);
      assertThat(run(wiring).alerts().fallback()).isEmpty();
    }
  }
}
