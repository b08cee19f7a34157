package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds on every database. */
abstract class StoreContract {
  final SetClock clock = new SetClock();

  @SuppressWarnings("NullAway.Init") // by open
  Store store;

  /** A place that is empty at the beginning of each test, and the same throughout it. */
  abstract StoreSettings settings();

  @BeforeEach
  void open() {
    store = Store.open(settings(), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRunIsReadBackAsItWasRecordedAlsoAfterReopening() {
    RunRecord run = Samples.run("credit-risk@1");
    store.record(run, List.of());
    store.close();
    open();

    StoredRun stored = store.history().byId("credit-risk@1").orElseThrow();

    assertThat(stored)
        .isEqualTo(
            new StoredRun(
                run.id(),
                run.watch(),
                run.suite(),
                run.startedAt(),
                run.duration(),
                run.verdict(),
                run.modelVersion(),
                run.baselineDigest(),
                run.summary(),
                run.confirmsRun(),
                false));
    assertThat(store.history().observations("credit-risk@1")).contains(run.blob());
  }

  @Test
  void aRunIsNotLostOverANulInWhatItsServerSays() {
    RunRecord run = Samples.run("credit-risk@1");
    store.record(
        new RunRecord(
            run.id(),
            run.watch(),
            run.suite(),
            run.startedAt(),
            run.duration(),
            run.verdict(),
            "7\0 \uD83D\uDE00",
            run.baselineDigest(),
            run.summary(),
            run.blob(),
            run.confirmsRun()),
        List.of());

    assertThat(store.history().byId(run.id()).orElseThrow().modelVersion())
        .isEqualTo("7\uFFFD \uD83D\uDE00");
  }

  @Test
  void aConfirmingReplayNamesItsRunAndIsNotTheLatest() {
    store.record(Samples.run("w@1"), List.of());
    store.record(Samples.confirming("w@1/confirmation", "w@1"), List.of());

    assertThat(store.history().latestOf("credit-risk").map(StoredRun::id)).contains("w@1");
    assertThat(store.history().recentOf("credit-risk", 9))
        .extracting(StoredRun::confirmsRun)
        .containsExactly(Optional.of("w@1"), Optional.empty());
    assertThat(store.history().byId("w@1/confirmation").orElseThrow().baselineDigest()).isEmpty();
  }

  @Test
  void aRunAndItsConfirmingReplayAreStoredBothOrNeither() {
    RunRecord confirming = Samples.confirming("w@1/confirmation", "w@1");
    store.record(Samples.run("w@1"), Optional.of(confirming), Steps.NONE, Samples.events("w@1"));

    assertThatThrownBy(
            () ->
                store.record(
                    Samples.run("w@2"), Optional.of(confirming), Steps.NONE, Samples.events("w@2")))
        .isInstanceOf(DuplicateRunException.class);

    assertThat(store.history().recent(9))
        .extracting(StoredRun::id)
        .containsExactly("w@1/confirmation", "w@1");
    assertThat(store.outbox().size()).isEqualTo(3);
  }

  @Test
  void eventsWaitInTheOrderOfRecordingWithEveryByte() {
    List<OutgoingEvent> first = Samples.events("w@1");
    OutgoingEvent tombstone =
        new OutgoingEvent("gone", Topic.STATE, "t", "/s", "w", Instant.MIN, "k", Optional.empty());
    OutgoingEvent removed =
        new OutgoingEvent(
            "gone", Topic.STATE, "t", "/s", "w", Samples.START, "k", Optional.empty());
    store.record(Samples.run("w@1"), first);
    store.record(Samples.run("w@2"), List.of(removed));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.record(Samples.run("w@3"), List.of(tombstone)))
        .withMessageContaining("between the years");
    assertThat(store.outbox().size()).isEqualTo(4);
    assertThat(store.outbox().waiting(3)).isEqualTo(first);
    assertThat(store.outbox().waiting(1, 2)).isEqualTo(first.subList(1, 3));
    assertThat(store.outbox().waiting(9)).hasSize(4).last().isEqualTo(removed);
  }

  @Test
  void aDeliveredEventWaitsNoLonger() {
    store.record(Samples.run("w@1"), Samples.events("w@1"));

    store.outbox().delivered(List.of("w@1/run", "w@1/state", "never heard of"));

    assertThat(store.outbox().waiting(9))
        .extracting(OutgoingEvent::id)
        .containsExactly("w@1/finding");
    assertThat(store.outbox().size()).isEqualTo(1);
  }

  @Test
  void deliveringNothingChangesNothing() {
    store.record(Samples.run("w@1"), Samples.events("w@1"));

    store.outbox().delivered(List.of());

    assertThat(store.outbox().size()).isEqualTo(3);
  }

  @Test
  void theIdOfADeliveredEventStaysTakenForTenMinutes() {
    OutgoingEvent event = Samples.event("e", Topic.RUNS, "w@1");
    store.record(Samples.run("w@1"), List.of(event));
    store.outbox().delivered(List.of("e"));
    clock.advance(Duration.ofMinutes(10));
    store.outbox().delivered(List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.record(Samples.run("w@2"), List.of(event)))
        .withMessageContaining("event id e is taken");
    assertThat(store.history().byId("w@2")).isEmpty();
    assertThat(store.outbox().size()).isZero();

    clock.advance(Duration.ofNanos(1));
    store.outbox().delivered(List.of());
    store.record(Samples.run("w@2"), List.of(event));
    assertThat(store.outbox().size()).isEqualTo(1);
  }

  @Test
  void aRunIsRecordedOnceAndTheSecondLeavesNothing() {
    store.record(Samples.run("w@1"), Samples.events("w@1"));
    RunRecord second = Samples.run("w@1", "other", Verdict.Level.BROKEN, Samples.START);

    assertThatThrownBy(() -> store.record(second, Samples.events("other")))
        .isInstanceOf(DuplicateRunException.class)
        .hasMessageContaining("w@1 is already recorded")
        .hasMessageNotContaining("\n");

    assertThat(store.outbox().waiting(9)).isEqualTo(Samples.events("w@1"));
    assertThat(store.history().recent(9))
        .extracting(StoredRun::watch)
        .containsExactly("credit-risk");
  }

  @Test
  void anArtefactIsKnownToLoadOnceItIsMarked() {
    assertThat(store.loadedBefore("sha256:1 onnxruntime")).isFalse();

    store.markLoaded("sha256:1 onnxruntime", Samples.START);
    store.markLoaded("sha256:1 onnxruntime", Samples.START.plusSeconds(1));

    assertThat(store.loadedBefore("sha256:1 onnxruntime")).isTrue();
    assertThat(store.loadedBefore("sha256:1 pytorch")).isFalse();
  }

  @Test
  void onlyOneRelayWorksAtATime() {
    List<String> said = new ArrayList<>();
    try (Store other = Store.open(settings(), clock)) {
      boolean ran =
          store
              .outbox()
              .asOnlyRelay(
                  () -> {
                    said.add("first");
                    assertThat(other.outbox().asOnlyRelay(() -> said.add("second"))).isFalse();
                    assertThat(store.outbox().asOnlyRelay(() -> said.add("third"))).isFalse();
                    assertThat(store.outbox().size()).isZero();
                  });

      assertThat(ran).isTrue();
      assertThat(other.outbox().asOnlyRelay(() -> said.add("afterwards"))).isTrue();
    }
    assertThat(said).containsExactly("first", "afterwards");
  }

  @Test
  void aRelayThatEndsMakesRoomAtOnce() {
    try (Store other = Store.open(settings(), clock)) {
      for (int i = 0; i < 50; i++) {
        assertThat(store.outbox().asOnlyRelay(() -> {})).isTrue();
        assertThat(other.outbox().asOnlyRelay(() -> {})).isTrue();
      }
    }
  }

  @Test
  void aRelayThatFailsGivesItsPlaceBack() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store
                    .outbox()
                    .asOnlyRelay(
                        () -> {
                          throw new IllegalStateException("broker away");
                        }));

    assertThat(store.outbox().asOnlyRelay(() -> {})).isTrue();
  }

  @Test
  void severalThreadsAndStoresRecordSideBySide() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Store other = Store.open(settings(), clock)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Store mine = thread % 2 == 0 ? store : other;
        String name = "thread-" + thread;
        all.add(threads.submit(() -> recordMany(mine, name, 25)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(store.history().recent(1000)).hasSize(100);
    assertThat(store.outbox().size()).isEqualTo(300);
  }

  private static void recordMany(Store store, String name, int runs) {
    for (int i = 0; i < runs; i++) {
      store.record(Samples.run(name + "@" + i), Samples.events(name + "@" + i));
    }
  }

  @Test
  void aClosedStoreSaysSoAndMayBeClosedAgain() {
    store.close();
    store.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> store.outbox().size())
        .withMessageContaining("is closed");
  }
}
