package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looking runs up, and what is left of them after a while: the same on every database. */
abstract class HistoryContract extends StoreContract {
  private static final Retention TWO_HEALTHY_THREE_DAYS = new Retention(Duration.ofDays(3), 2);

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
    store = Store.open(settings().withRetention(new Retention(Duration.ZERO, 0)), clock);

    record("a@1", "a", Verdict.Level.HEALTHY);

    assertThat(pruned()).containsExactly("a@1");
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
