package dev.canary.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.serve.HandClock;
import dev.canary.event.Topic;
import dev.canary.kafka.ReceivedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowerTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final HandClock clock = new HandClock(START);
  private final List<ReceivedEvent> printed = new ArrayList<>();
  private final List<Follower.Silent> told = new ArrayList<>();
  private final Follower follower = new Follower(Topic.ALERTS, clock, printed::add, told::add);

  private static ReceivedEvent event(Topic topic, Optional<String> data) {
    return new ReceivedEvent(topic.name("test"), 0, 0, Optional.of("credit/a:80"), Map.of(), data);
  }

  private static ReceivedEvent run(Instant due) {
    String json =
        """
        {"suite": "credit", "tier": "smoke", "staleAfterSeconds": 60,
         "run": {"id": "credit/a:80@%s+smoke"}}
        """
            .formatted(due);
    return event(Topic.RUNS, Optional.of(json));
  }

  private List<Follower.Silent> after(long seconds) {
    clock.set(START.plusSeconds(seconds));
    told.clear();
    assertThat(follower.until(() -> true).getAsBoolean()).isTrue();
    return told;
  }

  @Test
  void aWatchWhoseRunsStayAwayIsToldOnceAsTheDaemonWouldTellIt() {
    follower.accept(run(START));

    assertThat(after(59)).isEmpty();
    assertThat(after(60))
        .singleElement()
        .satisfies(
            silent -> {
              assertThat(silent.text())
                  .isEqualTo(
                      "2026-11-21T12:01:00Z  credit/a:80  WARN STALE  no run since"
                          + " 2026-11-21T12:00:00Z: nobody knows how the model answers; since"
                          + " 2026-11-21T12:00:00Z  canary explain"
                          + " 'credit/a:80!stale!2026-11-21T12:00:00Z'");
              assertThat(silent.json())
                  .contains(
                      "\"schema\":\"dev.canary/alert/v1\"",
                      "\"transition\":\"STALE\"",
                      "\"alert\":\"credit/a:80!stale!2026-11-21T12:00:00Z\"");
            });
    assertThat(after(120)).isEmpty();
    assertThat(printed).isEmpty();
  }

  @Test
  void nothingIsToldBeforeAllThatIsThereWasRead() {
    clock.set(START.plusSeconds(3600));
    follower.accept(run(START));
    assertThat(after(3601)).isEmpty();
    follower.accept(run(START.plusSeconds(3590)));

    assertThat(after(3619)).isEmpty();
    assertThat(after(3650)).hasSize(1);
  }

  @Test
  void aRunThatComesLateAfterAnOutageIsFollowedByOthers() {
    clock.set(START.plusSeconds(600));
    follower.accept(run(START));

    assertThat(after(629)).isEmpty();
    follower.accept(run(START.plusSeconds(610)));
    assertThat(after(640)).isEmpty();
  }

  @Test
  void theSilenceOfAWatchOnTrialIsForNobody() {
    follower.accept(event(Topic.STATE, Optional.of("{\"alerts\": [], \"dryRun\": true}")));
    follower.accept(run(START));

    assertThat(after(600)).isEmpty();
  }

  @Test
  void theSilenceOfAWatchWithAnOpenAlertIsToldOfThatAlert() {
    String state =
        """
        {"alerts": [{"alert": "credit/a:80!1", "severity": "CRITICAL", "causes": ["SCHEMA"],
          "openedAt": "2026-11-21T11:00:00Z"}]}
        """;
    follower.accept(event(Topic.STATE, Optional.of(state)));
    follower.accept(run(START));

    assertThat(after(60))
        .singleElement()
        .satisfies(
            silent ->
                assertThat(silent.json())
                    .contains(
                        "\"alert\":\"credit/a:80!1\"", "\"severity\":\"CRITICAL\"", "SCHEMA"));
  }

  @Test
  void nobodyWaitsForAWatchThatWasRemoved() {
    follower.accept(run(START));
    follower.accept(event(Topic.STATE, Optional.empty()));

    assertThat(after(600)).isEmpty();
  }

  @Test
  void onlyWhatWasAskedForIsPrintedAndWhatIsNoRunIsNoHeartBeat() {
    follower.accept(event(Topic.ALERTS, Optional.of("{}")));
    follower.accept(event(Topic.RUNS, Optional.of("{}")));
    follower.accept(event(Topic.RUNS, Optional.of("no JSON")));

    assertThat(printed).hasSize(1);
    assertThat(after(600)).isEmpty();
  }
}
