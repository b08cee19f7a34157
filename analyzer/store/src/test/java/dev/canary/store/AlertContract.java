package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertRules;
import dev.canary.alert.AlertState;
import dev.canary.alert.Complaint;
import dev.canary.alert.Signal;
import dev.canary.alert.Silence;
import dev.canary.check.Cause;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alerts and silences: the same on every database. */
abstract class AlertContract extends DueContract {
  private static final String WATCH = "credit-risk/10.0.0.7:8000";
  private static final Policy AT_ONCE = new Policy(1, 1, 3, Duration.ZERO);
  private static final AlertRules RULES = AlertRules.of(WATCH, AT_ONCE, Duration.ofSeconds(10));

  static Signal.Ran broken(String run, Instant at) {
    Complaint complaint =
        new Complaint(
            Complaint.Kind.LASTING,
            "contract",
            Optional.of(Cause.CONTRACT),
            "it is so",
            List.of("c1"));
    return new Signal.Ran(
        run, at, Tier.GOLDEN, Verdict.Level.BROKEN, List.of(complaint), Signal.Way.AT_REST);
  }

  final AlertState step(Signal signal) {
    StoredAlerts before = store.alertsOf(WATCH);
    AlertMachine.Step step = AlertMachine.step(RULES, before.state(), signal);
    store.record(WATCH, record(before, step), List.of());
    return step.state();
  }

  private static AlertRecord record(StoredAlerts before, AlertMachine.Step step) {
    return new AlertRecord(
        before,
        step.state(),
        step.transitions().stream()
            .map(
                each ->
                    new StoredTransition(
                        each.id(),
                        WATCH,
                        each.alert(),
                        each.kind(),
                        each.at(),
                        each.severity(),
                        "{}"))
            .toList());
  }

  @Test
  void theStateOfAlertsIsReadBackAsItWasAlsoAfterReopening() {
    AlertState opened = step(broken("w@1", Samples.START));
    assertThat(store.alertsOf(WATCH).state()).isEqualTo(opened);
    String alert = opened.alert().orElseThrow().id();
    AlertState taken =
        step(
            new Signal.Acknowledged(
                Samples.START.plusSeconds(1), alert, "ana", Optional.of("rolling back")));
    store.close();
    open();

    assertThat(store.alertsOf(WATCH).state()).isEqualTo(taken);
    assertThat(store.alertsOf(WATCH).state().alert().orElseThrow().note()).contains("rolling back");
    assertThat(store.openAlerts()).containsExactly(Map.entry(WATCH, taken.alert().orElseThrow()));
    assertThat(store.lifeOf(WATCH, alert)).hasSize(1);
    assertThat(store.lifeOf("another", alert)).isEmpty();
    assertThat(store.transitions(10)).isEqualTo(store.transitionsOf(WATCH, 10));
  }

  @Test
  void ofTwoStepsFromTheSameStateTheSecondIsRefused() {
    StoredAlerts before = store.alertsOf(WATCH);
    AlertMachine.Step step = AlertMachine.step(RULES, before.state(), broken("w@1", Samples.START));
    store.record(WATCH, record(before, step), List.of());

    assertThatExceptionOfType(StaleStateException.class)
        .isThrownBy(() -> store.record(WATCH, record(before, step), List.of()));
  }

  @Test
  void aWatchThatIsForgottenKeepsWhatHappenedAndBeginsAnew() {
    step(broken("w@1", Samples.START));
    StoredAlerts before = store.alertsOf(WATCH);
    AlertMachine.Step last =
        AlertMachine.step(RULES, before.state(), new Signal.Removed(Samples.START.plusSeconds(9)));
    store.forget(WATCH, record(before, last), List.of());

    assertThat(store.alertsOf(WATCH)).isEqualTo(StoredAlerts.NONE);
    assertThat(store.openAlerts()).isEmpty();
    assertThat(store.transitionsOf(WATCH, 9)).hasSize(2);
    assertThatExceptionOfType(StaleStateException.class)
        .isThrownBy(() -> store.forget(WATCH, record(before, last), List.of()));
    step(broken("w@2", Samples.START.plusSeconds(20)));
    assertThat(store.openAlerts()).hasSize(1);
  }

  @Test
  void aWatchWhoseRunsStayAwayIsAmongTheOpenAlerts() {
    step(new Signal.Passed(Samples.START));
    assertThat(store.openAlerts()).isEmpty();

    AlertState silent = step(new Signal.Passed(Samples.START.plus(RULES.staleAfter())));
    assertThat(store.openAlerts())
        .containsExactly(Map.entry(WATCH, silent.standing(WATCH).orElseThrow()));
  }

  @Test
  void whatTheLivingDaemonsHaveIsKnown() {
    DaemonTable daemons = store.daemons();
    assertThat(daemons.watches(Duration.ofMinutes(1))).isEmpty();
    daemons.present("one", List.of("a", "b"));
    daemons.present("two", List.of("b", "c"));
    daemons.present("one", List.of("b", WATCH));

    assertThat(daemons.watches(Duration.ofMinutes(1))).containsExactlyInAnyOrder("b", "c", WATCH);
    assertThat(daemons.watches(Duration.ofMinutes(-1))).as("of those that are dead").isEmpty();
    daemons.gone("two");
    assertThat(daemons.watches(Duration.ofMinutes(1))).containsExactlyInAnyOrder("b", WATCH);
  }

  @Test
  void aSilenceCoversReplicasUntilItEndsOrIsEnded() {
    Instant now = Samples.START;
    Silence silence = Silence.of("credit-risk", now, now.plusSeconds(60), "ana", "moving");
    store.record(silence);
    store.record(Silence.of("credit", now, now.plusSeconds(60), "ana", "another watch"));

    assertThat(store.silencesOf(WATCH).covers(WATCH, now)).contains(silence);
    assertThat(store.silencesOf("credit-risk").all()).containsExactly(silence);
    assertThat(store.silencesEndingAfter(now)).hasSize(2);
    assertThat(store.endSilence(silence.id(), now.plusSeconds(30))).isTrue();
    assertThat(store.endSilence(silence.id(), now.plusSeconds(31))).isFalse();
    assertThat(store.endSilence("another", now)).isFalse();

    assertThat(store.silencesOf(WATCH).covers(WATCH, now.plusSeconds(29))).isPresent();
    assertThat(store.silencesOf(WATCH).covers(WATCH, now.plusSeconds(30))).isEmpty();
    assertThat(store.silencesEndingAfter(now.plusSeconds(30))).hasSize(1);
  }
}
