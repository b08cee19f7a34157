package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.canary.alert.AlertMachine;
import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Wiring;
import dev.canary.event.JudgedRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.format.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon in this process, on real files, a real store and a clock that nobody holds. */
@Timeout(120)
class ServeTest {
  private static final String OFTEN = "schedule: {every: 200ms}";
  private static final Serve.Options FEW =
      new Serve.Options(2, Duration.ofSeconds(20), Duration.ofMillis(100));

  @TempDir Path folder = Path.of("");

  private final BlockingQueue<String> runs = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> reloads = new LinkedBlockingQueue<>();
  private final List<String> ended = new ArrayList<>();

  private final Listener listener =
      new Listener() {
        @Override
        public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
          runs.add(judged.watch());
        }

        @Override
        public void reloaded(String problem) {
          reloads.add(problem);
        }
      };

  private RecordedWorkspace workspace() {
    return new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", 2, OFTEN)
        .answers("loans", 0.25, 0.75);
  }

  private AutoCloseable listen(Daemon daemon) {
    daemon.listen(listener);
    return () -> ended.add("listener");
  }

  private void awaitRunOf(String watch) throws InterruptedException {
    while (!runs.take().equals(watch)) {
      // Another one's.
    }
  }

  @Test
  void watchesRunOnTheirSchedulesAndEverythingEndsWithTheDaemon() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      try (Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
        awaitRunOf("loans");
        awaitRunOf("loans");
        WatchStatus status = serve.daemon().status().watch("loans").orElseThrow();

        assertThat(status.last()).isPresent();
        assertThat(status.due()).isPresent();
        assertThat(status.trouble()).isEmpty();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> serve.daemon().acknowledge("loans", "loans!x", "me", ""));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> serve.daemon().acknowledge("nobody", "x", "me", ""));
      }
      int told = runs.size() + 2;

      assertThat(ended).containsExactly("listener");
      assertThat(wiring.store().history().recent(1_000)).hasSize(told);
    }
  }

  @Test
  void filesAreReadAgainWhenTheyChangeAndWrongOnesChangeNothing() throws Exception {
    RecordedWorkspace files = workspace();
    Path canaryYaml = folder.resolve("canaries/canary.yaml");
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
      awaitRunOf("loans");
      Files.writeString(canaryYaml, "kafka: nobody\n");

      assertThat(reloads.take()).contains("kafka is \"nobody\"");
      assertThat(serve.daemon().status().reloadProblem()).isPresent();
      runs.clear();
      awaitRunOf("loans");

      files.suite("digits", 1, OFTEN).answers("digits", 0.5);
      Files.writeString(canaryYaml, "kafka: none\n");
      assertThat(reloads.take()).isEmpty();
      awaitRunOf("digits");
      assertThat(serve.daemon().status().reloadProblem()).isEmpty();

      remove("loans");
      assertThat(reloads.take()).isEmpty();
      assertThat(serve.daemon().status().watches())
          .extracting(WatchStatus::watch)
          .containsExactly("digits");
      awaitTombstone(wiring);
      assertThat(tombstones(wiring)).containsExactly("loans");
    }
  }

  @Test
  void theAlertOfAWatchThatWasRemovedIsOver() throws Exception {
    RecordedWorkspace files = workspace();
    files.suite("digits", 1, OFTEN).answers("digits", 1.5);
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
      while (!wiring.store().openAlerts().containsKey("digits")) {
        awaitRunOf("digits");
      }
      remove("digits");
      awaitTombstone(wiring);

      assertThat(wiring.store().openAlerts()).doesNotContainKey("digits");
      assertThat(
              wiring.outbox().waiting(10_000).stream()
                  .filter(event -> event.key().equals("digits"))
                  .map(OutgoingEvent::topic))
          .as("the last two")
          .endsWith(Topic.ALERTS, Topic.STATE);
      assertThat(wiring.store().transitionsOf("digits", 1).get(0).summary())
          .contains("RESOLVED", "the watch was removed");
      assertThat(serve.daemon().status().watch("digits")).isEmpty();
    }
  }

  @Test
  void aWatchThatOneDaemonDoesNotHaveIsRunByTheOtherAndEndsWithIt(@TempDir Path elsewhere)
      throws Exception {
    workspace().suite("digits", 1, OFTEN).answers("digits", 0.5);
    new RecordedWorkspace(elsewhere, "kafka: none\n")
        .suite("loans", 2, OFTEN)
        .answers("loans", 0.25, 0.75);
    Path state = Files.createDirectories(Workspace.at(folder).state());
    Files.createSymbolicLink(Workspace.at(elsewhere).state(), state);
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Wiring newer = Wiring.of(Workspace.at(elsewhere));
        Serve old = Serve.start(wiring, FEW, List.of(this::listen));
        Serve serve = Serve.start(newer, FEW, List.of())) {
      for (int i = 0; i < 10; i++) {
        awaitRunOf("digits");
      }
      assertThat(tombstones(newer)).isEmpty();
      assertThat(old.daemon().status().watches()).hasSize(2);
      assertThat(serve.daemon().status().watches()).hasSize(1);

      remove("digits");
      awaitTombstone(newer);
      assertThat(tombstones(newer)).containsExactly("digits");
    }
  }

  @Test
  void whatWasOpenedAtTheStartIsSaidToTakeARestart() throws Exception {
    workspace();
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
      awaitRunOf("loans");
      Files.writeString(folder.resolve("canaries/canary.yaml"), "kafka: none\nhttp: {port: 0}\n");

      assertThat(reloads.take()).isEmpty();
      assertThat(serve.daemon().status().restart())
          .hasValueSatisfying(t -> assertThat(t).contains("http"));
      assertThat(serve.daemon().status().selfCheck()).isEmpty();
    }
  }

  @Test
  void aWatchThatWasRemovedWhileNoDaemonLookedIsForgottenAtTheNextStart() throws Exception {
    RecordedWorkspace files = workspace();
    files.suite("digits", 1, OFTEN).answers("digits", 0.5);
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
      awaitRunOf("digits");
      assertThat(serve.daemon().status().watches()).hasSize(2);
    }
    remove("digits");
    try (Wiring wiring = Wiring.of(Workspace.at(folder));
        Serve serve = Serve.start(wiring, FEW, List.of(this::listen))) {
      awaitRunOf("loans");
      awaitTombstone(wiring);

      assertThat(serve.daemon().status().watches()).hasSize(1);
      assertThat(tombstones(wiring)).containsExactly("digits");
    }
  }

  @Test
  void whatCannotBeServedIsSaidInOneLine() {
    RecordedWorkspace files = workspace();
    files.suite("digits", 1, "schedule: {every: never}");
    Cli.Answer answer = new Cli(folder).run("serve");

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains("schedule.every is \"never\"");
    assertThat(new Cli(folder).run("serve", "--workers", "0").err()).contains("--workers");
  }

  private static void awaitTombstone(Wiring wiring) throws Exception {
    while (tombstones(wiring).isEmpty()) {
      Thread.sleep(20);
    }
  }

  private static List<String> tombstones(Wiring wiring) throws Exception {
    return wiring.outbox().waiting(10_000).stream()
        .filter(e -> e.topic() == Topic.STATE && e.data().isEmpty())
        .map(OutgoingEvent::key)
        .toList();
  }

  private void remove(String suite) throws IOException {
    Path place = folder.resolve("canaries").resolve(suite);
    for (String name : List.of("suite.yaml", "cases.jsonl", "predictions.csv")) {
      Files.delete(place.resolve(name));
    }
    Files.delete(place);
  }
}
