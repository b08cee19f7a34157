package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.canary.app.job.Wiring;
import dev.canary.baseline.Baseline;
import dev.canary.event.JudgedRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.evidence.RunEvidence;
import dev.canary.format.RunJson;
import dev.canary.format.Workspace;
import dev.canary.store.DuplicateRunException;
import dev.canary.verdict.Verdict.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Evidence over runs, from recorded answers to what is stored, printed and published of it. */
@Timeout(120)
class EvidenceTest extends EvidenceWorkspace {
  @Test
  void evidenceRisesToACrossingAtTheRunThatWasForetold() throws Exception {
    RecordedWorkspace files = trusted();
    EvidenceRuns runs = new EvidenceRuns(folder);
    for (int i = 0; i < 5; i++) {
      JudgedRun healthy = runs.after(INTERVAL).run("loans");
      assertThat(healthy.verdict().level()).isEqualTo(Level.HEALTHY);
      assertThat(counted(healthy).isRising()).isFalse();
    }
    files.answers("loans", MOVED);
    JudgedRun first = runs.after(INTERVAL).run("loans");
    int foretold = counted(first).runsToAlert().orElseThrow();
    assertThat(foretold).isBetween(3, 10);
    double held = counted(first).step().logEvidence();
    for (int left = foretold - 1; left >= 1; left--) {
      RunEvidence rising = counted(runs.after(INTERVAL).run("loans"));
      assertThat(rising.runsToAlert()).hasValue(left);
      assertThat(rising.step().logEvidence()).isGreaterThan(held);
      held = rising.step().logEvidence();
    }
    JudgedRun crossing = runs.after(INTERVAL).run("loans");

    JsonNode evidence = EvidenceRuns.evidence(crossing);
    assertThat(evidence.get("alert").asBoolean()).isTrue();
    assertThat(evidence.get("alerts").asInt()).isEqualTo(1);
    assertThat(evidence.get("value").asDouble())
        .isGreaterThan(evidence.get("threshold").asDouble());
    assertThat(evidence.get("threshold").asDouble()).isCloseTo(777_600, within(1e-3));
    assertThat(crossing.verdict()).as("what the findings say").isEqualTo(first.verdict());
    assertThat(runEvent(crossing)).isEqualTo(RunJson.run(crossing)).contains("\"alert\":true");
    RunEvidence after = counted(runs.after(INTERVAL).run("loans"));
    assertThat(after.step().alerted()).isFalse();
    assertThat(after.runsToAlert().orElseThrow()).isGreaterThan(2);
  }

  private String runEvent(JudgedRun run) throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      return wiring.outbox().waiting(1000).stream()
          .filter(e -> e.topic() == Topic.RUNS && e.subject().equals(run.id()))
          .map(OutgoingEvent::data)
          .findFirst()
          .orElseThrow()
          .orElseThrow()
          .json();
    }
  }

  @Test
  void theCommandsTellHowFarItIsAndThatItCrossedAndExplainEachLane() {
    RecordedWorkspace files = trusted();
    Cli canary = new Cli(folder);
    Cli.Answer healthy = canary.run("run");
    assertThat(healthy.out()).doesNotContain("evidence");
    files.answers("loans", MOVED);
    List<String> said = new ArrayList<>();
    Cli.Answer last = healthy;
    for (int i = 0; i < 20 && !last.out().contains("crossed"); i++) {
      last = canary.run("run");
      assertThat(last.exitCode()).as("what the findings say").isEqualTo(1);
      last.lines().stream()
          .map(String::strip)
          .filter(l -> l.startsWith("evidence"))
          .forEach(said::add);
    }

    assertThat(said)
        .hasSizeGreaterThan(2)
        .last()
        .asString()
        .matches(
            "evidence [0-9.]+e[0-9]+ crossed the threshold of 7.8e5, an alert; budget: at most 1 false"
                + " alert per 90 days over all watches, .* facts and single-run findings are outside it");
    assertThat(said.get(said.size() - 2))
        .matches("evidence [0-9.]+(e[0-9]+)? of 7.8e5, at this rate an alert in 1 run");
    assertThat(canary.run("explain").out())
        .contains("crossed the threshold")
        .contains("lane fast: 1.000 of each deposit")
        .contains("MAX above 3.00000 = 3.0 x (k 1 of 83), q ")
        .contains("scored 101.200, won x 2.175, 5.437, 9.787, 10.77")
        .contains("LABELS above 0.00000")
        .contains("scored 0.00000, lost x 0.8810, 0.5506, 0.1101, 0.01101")
        .contains("lane slow: off, the captures were made in one burst")
        .contains("the same verdict, and the same evidence bit for bit.");
    Cli.Answer json = canary.run("explain", "loans", "--output", "json");
    assertThat(EvidenceRuns.json(json.lines().get(0)).at("/evidence/alert").asBoolean()).isTrue();
  }

  @Test
  void capturesThatWereSpreadOpenEveryLane() throws Exception {
    files().suite("loans", ANSWERS.length, "schedule: {every: 10m}");
    Duration late = Duration.ofMinutes(15);
    Cli canary = new Cli(folder);
    canary.run("capture", "loans", "--repeats", "110");
    spreadCaptures();
    canary.run("approve", "loans");
    EvidenceRuns runs = new EvidenceRuns(folder);
    JudgedRun first = runs.run("loans");
    JudgedRun waiting = runs.after(late).run("loans");
    JudgedRun bet = waiting;
    for (int i = 0; i < 9 && !counted(bet).lanes().get(1).bets(); i++) {
      bet = runs.after(late).run("loans");
    }

    assertThat(EvidenceRuns.evidence(first).findValues("on")).allMatch(JsonNode::asBoolean);
    assertThat(EvidenceRuns.evidence(first).findValues("bet"))
        .extracting(JsonNode::asBoolean)
        .containsExactly(true, false, false, false);
    assertThat(EvidenceRuns.evidence(bet).findValues("bet")).allMatch(JsonNode::asBoolean);
    double hour = counted(bet).lanes().get(1).deposit() / counted(bet).lanes().get(1).share().get();
    assertThat(hour * PERIOD_SECONDS).as("seconds that waited").isBetween(3600.0, 4500.0);
    assertThat(counted(bet).isRising()).isFalse();
    assertThat(canary.run("explain", waiting.id()).out())
        .contains("lane slow: 0.1500 of each deposit, no bet, its deposit waits")
        .contains("the same evidence bit for bit");
    assertThat(canary.run("explain", bet.id()).out())
        .contains("RMS above 1.00000 = 1.0 x (k 4 of 83), q ")
        .contains("mean of min(1, RMS / 3.00000) above 0.3")
        .containsPattern("RMS ranks \\(0 larger \\+ theta 0[.][0-9]+ x 84 alike\\) / 84 = ")
        .contains("the same evidence bit for bit");
  }

  /** Dates the captures of the baseline as if an hour lay between each two. */
  private void spreadCaptures() throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Baseline burst = wiring.baselines().read("loans", "1").orElseThrow();
      List<Instant> hours = new ArrayList<>();
      for (int i = 0; i < burst.heldOut().size(); i++) {
        hours.add(burst.provenance().firstAt().plus(Duration.ofHours(i)));
      }
      Files.delete(folder.resolve("baselines/loans/1/baseline.json"));
      wiring
          .baselines()
          .write(
              new Baseline(
                  burst.suite(),
                  burst.suiteDigest(),
                  burst.model(),
                  burst.status(),
                  burst.approval(),
                  burst.provenance(),
                  burst.caseIds(),
                  burst.outputs(),
                  burst.heldOut(),
                  hours,
                  burst.latencies(),
                  ""));
    }
  }

  @Test
  void aRestartChangesNothing() throws Exception {
    RecordedWorkspace files = trusted();
    Path copy = folder.resolveSibling(folder.getFileName() + "-copy");
    copyTree(folder, copy);
    List<String> restarted = new ArrayList<>();
    List<String> stayed = new ArrayList<>();
    EvidenceRuns runs = new EvidenceRuns(folder);
    Instant due = Instant.parse("2026-03-04T12:00:00Z");
    RecordedWorkspace other = new RecordedWorkspace(copy, "kafka: none\n");
    try (Wiring wiring = Wiring.of(Workspace.at(copy))) {
      for (int i = 1; i <= 6; i++) {
        double[] answers = i < 3 ? ANSWERS : MOVED;
        files.answers("loans", answers);
        other.answers("loans", answers);
        restarted.add(RunJson.evidence(runs.after(INTERVAL).run("loans")));
        stayed.add(
            RunJson.evidence(
                EvidenceRuns.run(wiring, "loans", due.plus(INTERVAL.multipliedBy(i)))));
      }
    }

    assertThat(restarted).isEqualTo(stayed).doesNotHaveDuplicates();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @Test
  void runsOfOneWatchAtOnceAreEachCountedOnceInOneChain() throws Exception {
    trusted();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicLong clock = new AtomicLong();
    List<JudgedRun> all = new ArrayList<>();
    try {
      List<Future<List<JudgedRun>>> parts = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        parts.add(threads.submit(() -> many(clock)));
      }
      for (Future<List<JudgedRun>> part : parts) {
        all.addAll(part.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(all).extracting(run -> counted(run).step().state().runs()).doesNotHaveDuplicates();
    Set<Object> before = new HashSet<>();
    Set<Object> after = new HashSet<>();
    all.forEach(run -> before.add(counted(run).input().before()));
    all.forEach(run -> after.add(counted(run).step().state()));
    assertThat(before).as("no two steps from the same state").hasSize(30);
    assertThat(after).hasSize(30);
    after.removeAll(before);
    assertThat(after).as("only the last state was not gone on from").hasSize(1);
    double deposited =
        all.stream().mapToDouble(run -> counted(run).step().deposit()).sum() * PERIOD_SECONDS;
    assertThat(deposited)
        .as("seconds, at most those that passed and one interval")
        .isLessThanOrEqualTo(29 * 3 + 10 + 1e-6);
  }

  private List<JudgedRun> many(AtomicLong clock) throws Exception {
    List<JudgedRun> runs = new ArrayList<>();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      for (int i = 0; i < 10; i++) {
        Instant due = Instant.parse("2026-03-04T12:00:00Z").plusSeconds(clock.getAndAdd(3));
        runs.add(EvidenceRuns.run(wiring, "loans", due));
      }
    }
    return runs;
  }

  @Test
  void theSameRunTwiceChangesNothing() {
    trusted();
    EvidenceRuns runs = new EvidenceRuns(folder);
    runs.run("loans");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> runs.run("loans"))
        .withCauseInstanceOf(DuplicateRunException.class);

    assertThat(counted(runs.after(INTERVAL).run("loans")).step().state().runs()).isEqualTo(2);
  }
}
