package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Transition;
import dev.canary.alert.Transition.Kind;
import dev.canary.app.job.Wiring;
import dev.canary.app.serve.Daemon;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.Listener;
import dev.canary.check.Severity;
import dev.canary.event.Scope;
import dev.canary.format.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All actions together, as they stand beside a daemon. */
@Timeout(120)
class ActionsTest {
  private static final String WEBHOOK =
      "{type: webhook, url: '%s', secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, dryRun: %s,"
          + " on: [opened, escalated]}";

  @TempDir private Path root = Path.of("");
  private final List<String> said = new CopyOnWriteArrayList<>();
  private Endpoint endpoint;
  private Endpoint silent;

  @BeforeEach
  void start() throws IOException {
    endpoint = new Endpoint();
    silent = new Endpoint();
    Files.createDirectories(root.resolve("canaries"));
    Files.createDirectories(root.resolve(".canary"));
  }

  @AfterEach
  void end() {
    endpoint.close();
    silent.close();
  }

  private void settings(String... actions) throws IOException {
    StringBuilder yaml = new StringBuilder("kafka: none\nactions:\n");
    for (int i = 0; i < actions.length; i++) {
      yaml.append("  a%d: %s\n".formatted(i, actions[i]));
    }
    Files.writeString(root.resolve("canaries/canary.yaml"), yaml);
  }

  private String webhook(Endpoint at, boolean dryRun) {
    return WEBHOOK.formatted(at.address(), dryRun);
  }

  private Incidents incidents() {
    Incidents incidents = new Incidents(root.resolve(".canary/state.db"));
    incidents.clock().set(Instant.now());
    return incidents;
  }

  /** A daemon of which actions need no more than that it tells them. */
  private static final class Teller implements Daemon {
    private final List<Listener> listeners = new ArrayList<>();

    void happened() {
      Transition any =
          new Transition(
              Kind.OPENED,
              "any",
              Instant.EPOCH,
              Severity.WARN,
              List.of(),
              Instant.EPOCH,
              Optional.empty(),
              "any",
              List.of());
      AlertMachine.Step step = new AlertMachine.Step(AlertState.NONE, List.of(any));
      listeners.forEach(listener -> listener.stepped(Scope.of("any"), step));
    }

    void reloaded() {
      listeners.forEach(listener -> listener.reloaded(""));
    }

    @Override
    public DaemonStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
    }

    @Override
    public AlertMachine.Step acknowledge(String watch, String alert, String by, String note) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void whatHappensIsFollowedAtOnceAndAReceiverThatNeverAnswersHoldsBackNobodyElse()
      throws Exception {
    settings(
        webhook(silent, false),
        webhook(endpoint, false),
        "{type: alertmanager, url: '%s/am', dryRun: false}".formatted(endpoint.address()));
    silent.answers(Endpoint.SILENCE);
    Teller daemon = new Teller();
    try (Wiring wiring = Wiring.of(Workspace.at(root));
        Actions actions = Actions.start(wiring, daemon, new ActionCounts(), said::add);
        Incidents incidents = incidents()) {
      incidents.happens("fraud", Kind.OPENED);
      daemon.happened();

      silent.next();
      assertThat(List.of(endpoint.next().path(), endpoint.next().path()))
          .containsExactlyInAnyOrder("/", "/am/api/v2/alerts");
      assertThat(actions).isNotNull();
    }
  }

  @Test
  void newSettingsHoldAtOnceAndThoseThatCannotWorkKeepTheOld() throws Exception {
    settings(webhook(silent, true));
    Teller daemon = new Teller();
    try (Wiring wiring = Wiring.of(Workspace.at(root));
        Actions actions = Actions.start(wiring, daemon, new ActionCounts(), said::add);
        Incidents incidents = incidents()) {
      settings(webhook(endpoint, false));
      daemon.reloaded();
      incidents.happens("fraud", Kind.OPENED);
      daemon.happened();
      assertThat(endpoint.next().body()).contains("\"OPENED\"");

      settings("{type: webhook, url: 'http://h', secret: hunter2, dryRun: false}");
      daemon.reloaded();
      assertThat(said).hasSize(1).first().asString().startsWith("the actions stay as they were");
      incidents.happens("fraud", Kind.ESCALATED);
      daemon.happened();
      assertThat(endpoint.next().body()).contains("\"ESCALATED\"");
      assertThat(actions).isNotNull();
      assertThat(silent.posts()).isEmpty();
    }
  }

  @Test
  void anActionThatCannotWorkIsSaidAtTheStart() throws Exception {
    settings("{type: alertmanager, url: 'ftp://h', dryRun: false}");
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      assertThatThrownBy(() -> Actions.start(wiring, new Teller(), new ActionCounts(), said::add))
          .hasMessage(
              "actions.a0.url is no address: allowed is http://host:port/path or https, without a user");
    }
  }

  @Test
  void aCommandThatRunsOnceFollowsWhatIsOpenAndEnds() throws Exception {
    settings(webhook(endpoint, false));
    try (Wiring wiring = Wiring.of(Workspace.at(root));
        Incidents incidents = incidents()) {
      Actions.once(wiring, Duration.ofMinutes(5), said::add);
      incidents.happens("fraud", Kind.OPENED);
      Actions.once(wiring, Duration.ofMinutes(5), said::add);

      assertThat(endpoint.posts()).hasSize(1);
      assertThat(said).isEmpty();
    }
  }
}
