package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looking runs up, and what is left of them after a while: the same on every database. */
abstract class HistoryContract extends StoreContract {
  private static final Retention TWO_HEALTHY_THREE_DAYS =
      Retention.ofObservations(Duration.ofDays(3), 2);

  private void record(String id, String watch, Verdict.Level verdict) {
    Instant now = clock.instant();
    store.record(Samples.run(id, watch, verdict, now), List.of());
  }

  private void keepingLittle() {
    store.close();
    store = Store.open(settings().withRetention(TWO_HEALTHY_THREE_DAYS), clock);
  }

  private List<String> pruned() {
    return store.history().recent(100).stream()
        .filter(StoredRun::pruned)
        .map(StoredRun::id)
        .toList();
  }

  @Test
  void theNewestHealthyRunsOfEachWatchKeepTheirObservations() {
    keepingLittle();
    for (int i = 1; i <= 4; i++) {
      record("a@" + i, "a", Verdict.Level.HEALTHY);
      record("bad@" + i, "a", Verdict.Level.BROKEN);
    }
    record("b@1", "b", Verdict.Level.HEALTHY);

    assertThat(pruned()).containsExactly("a@2", "a@1");
    assertThat(store.history().observations("a@2")).isEmpty();
    assertThat(store.history().observations("a@3")).contains(Samples.blob("a@3"));
    assertThat(store.history().byId("a@1").orElseThrow().summary()).contains("score");
  }

  @Test
  void manySmokeRunsLeaveAWholeRunItsObservations() {
    keepingLittle();
    record("a@1", "a", Verdict.Level.HEALTHY);
    for (int i = 2; i <= 5; i++) {
      record("a@" + i + "+smoke", "a", Verdict.Level.HEALTHY);
    }

    assertThat(pruned()).containsExactly("a@3+smoke", "a@2+smoke");
    assertThat(store.history().observations("a@1")).contains(Samples.blob("a@1"));
  }

  @Test
  void anUnhealthyRunKeepsItsObservationsUntilItIsTooOld() {
    keepingLittle();
    record("drifted", "a", Verdict.Level.DRIFTED);
    record("broken", "b", Verdict.Level.BROKEN);
    record("unclear", "c", Verdict.Level.INCONCLUSIVE);
    record("healthy", "d", Verdict.Level.HEALTHY);

    clock.advance(Duration.ofDays(3));
    record("later", "e", Verdict.Level.HEALTHY);
    assertThat(pruned()).isEmpty();

    clock.advance(Duration.ofNanos(1));
    record("last", "e", Verdict.Level.HEALTHY);
    assertThat(pruned()).containsExactly("unclear", "broken", "drifted");
  }

  @Test
  void healthyRunsNeedNotKeepAnything() {
    store.close();
    store = Store.open(settings().withRetention(Retention.ofObservations(Duration.ZERO, 0)), clock);

    record("a@1", "a", Verdict.Level.HEALTHY);

    assertThat(pruned()).containsExactly("a@1");
  }

  private void keeping(int runs) {
    store.close();
    Retention few = new Retention(Duration.ofDays(90), 1, runs, Duration.ofDays(10));
    store = Store.open(settings().withRetention(few), clock);
  }

  private List<String> left() {
    return store.history().recent(1_000).stream().map(StoredRun::id).toList();
  }

  @Test
  void ofEachWatchTierAndVerdictTheNewestRunsAreKept() {
    keeping(2);
    for (int i = 1; i <= 4; i++) {
      record("a@" + i, "a", Verdict.Level.HEALTHY);
      record("a@" + i + "+smoke", "a", Verdict.Level.HEALTHY);
    }
    record("a@0", "a", Verdict.Level.BROKEN);
    record("b@1", "b", Verdict.Level.HEALTHY);

    store.prune();

    assertThat(left()).containsExactly("b@1", "a@0", "a@4+smoke", "a@4", "a@3+smoke", "a@3");
    assertThat(store.history().observations("a@4+smoke")).isPresent();
  }

  @Test
  void manyRunsAreDeletedInManySteps() {
    keeping(1);
    for (int i = 0; i <= 2 * Pruning.STEP; i++) {
      record("a@" + i, "a", Verdict.Level.DRIFTED);
    }

    store.prune("b");
    assertThat(left()).hasSize(2 * Pruning.STEP + 1);
    store.prune("a");
    assertThat(left()).containsExactly("a@" + 2 * Pruning.STEP);
  }

  @Test
  void aRunThatIsTooOldGoesUnlessItIsTheNewest() {
    keeping(1_000);
    record("a@1", "a", Verdict.Level.HEALTHY);
    record("a@2", "a", Verdict.Level.HEALTHY);
    clock.advance(Duration.ofDays(10).plusNanos(1));
    record("b@1", "b", Verdict.Level.HEALTHY);

    store.prune();

    assertThat(left()).containsExactly("b@1", "a@2");
  }

  @Test
  void whatAnOpenAlertBeganWithIsKept() {
    keeping(1);
    record("a@1", "a", Verdict.Level.HEALTHY);
    clock.advance(Duration.ofSeconds(10));
    Instant since = clock.instant();
    record("a@" + since, "a", Verdict.Level.BROKEN);
    Stretch stretch = new Stretch(since, 1);
    AlertState pending =
        new AlertState(AlertState.NONE.recent(), Optional.of(stretch), Optional.empty());
    store.record("a", new AlertRecord(StoredAlerts.NONE, pending, List.of()), List.of());
    for (int i = 2; i <= 4; i++) {
      clock.advance(Duration.ofSeconds(10));
      record("a@" + i, "a", Verdict.Level.BROKEN);
      record("a@fine" + i, "a", Verdict.Level.HEALTHY);
    }

    store.prune();

    assertThat(left()).containsExactly("a@fine4", "a@4", "a@" + since, "a@1");
  }

  @Test
  void whereNobodyTakesThemTheNewestEventsWait() {
    for (int i = 1; i <= 4; i++) {
      store.record(Samples.run("w@" + i), List.of(Samples.event("e" + i, Topic.RUNS, "w")));
    }

    store.outbox().keepNewest(3);

    assertThat(store.outbox().waiting(9))
        .extracting(OutgoingEvent::id)
        .containsExactly("e2", "e3", "e4");
  }

  @Test
  void aRunIsFoundByItsIdOrByTheOnlyOneThatBeginsOrEndsSo() {
    record("a@2026-11-01T10:00:00Z", "a", Verdict.Level.HEALTHY);
    record("a@2026-11-01T10:00:10Z", "a", Verdict.Level.HEALTHY);
    record("b%@2026-11-01T10:00:10Z", "b%", Verdict.Level.HEALTHY);
    record("a", "a", Verdict.Level.HEALTHY);

    assertThat(found("a")).isEqualTo("a");
    assertThat(found("a@2026-11-01T10:00:00Z")).isEqualTo("a@2026-11-01T10:00:00Z");
    assertThat(found("b%")).isEqualTo("b%@2026-11-01T10:00:10Z");
    assertThat(found("00:00Z")).isEqualTo("a@2026-11-01T10:00:00Z");
    assertThat(store.history().find("00:10Z"))
        .isEqualTo(
            new RunLookup.Ambiguous(List.of("b%@2026-11-01T10:00:10Z", "a@2026-11-01T10:00:10Z")));
    assertThat(store.history().find("A@2026-11-01T10:00:00Z")).isEqualTo(new RunLookup.Absent());
    assertThat(store.history().find("%")).isEqualTo(new RunLookup.Absent());
  }

  private String found(String part) {
    return store.history().find(part) instanceof RunLookup.Found found ? found.run().id() : "";
  }

  @Test
  void runsAreListedNewestFirst() {
    record("a@1", "a", Verdict.Level.HEALTHY);
    record("b@1", "b", Verdict.Level.HEALTHY);
    record("a@2", "a", Verdict.Level.HEALTHY);

    assertThat(store.history().recent(2)).extracting(StoredRun::id).containsExactly("a@2", "b@1");
    assertThat(store.history().recentOf("a", 9))
        .extracting(StoredRun::id)
        .containsExactly("a@2", "a@1");
    assertThat(store.history().latestOf("a").map(StoredRun::id)).contains("a@2");
    assertThat(store.history().latestOf("nobody")).isEmpty();
    assertThat(store.history().observations("nobody")).isEmpty();
  }
}
