package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.evidence.HeldEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What accumulates over the runs of a watch: the same on every database. */
abstract class EvidenceContract extends HistoryContract {
  private static final double[] EVERY_BIT = {
    1,
    -0.0,
    Double.MIN_VALUE,
    Double.NEGATIVE_INFINITY,
    Double.longBitsToDouble(0x7ff8000000000abcL)
  };

  private static EvidenceRecord step(Optional<StoredEvidence> before, double... numbers) {
    HeldEvidence after = new HeldEvidence("sha256:00ff", numbers, Samples.START);
    return new EvidenceRecord(before, after, "model.onnx", EVERY_BIT);
  }

  private void record(String id, EvidenceRecord step) {
    store.record(
        Samples.run(id),
        Optional.empty(),
        new Steps(Optional.of(step), Optional.empty()),
        Samples.events(id));
  }

  private Optional<StoredEvidence> stored() {
    return store.evidenceOf("credit-risk");
  }

  @Test
  void evidenceIsReadBackBitForBitAlsoAfterReopening() {
    assertThat(stored()).isEmpty();
    record("w@1", step(Optional.empty(), EVERY_BIT));
    store.close();
    open();

    HeldEvidence evidence = stored().orElseThrow().held();

    assertThat(Doubles.bytes(evidence.numbers())).isEqualTo(Doubles.bytes(EVERY_BIT));
    assertThat(evidence.baselineDigest()).isEqualTo("sha256:00ff");
    assertThat(evidence.countedAt()).isEqualTo(Samples.START);
    assertThat(stored().orElseThrow().place()).isEqualTo("model.onnx");
    assertThat(stored().orElseThrow().lockVersion()).isEqualTo(1);
    assertThat(store.evidenceOf("another watch")).isEmpty();
  }

  @Test
  void ofTwoStepsFromTheSameEvidenceTheSecondLeavesNothingBehindAndCanBeMadeAgain() {
    record("w@1", step(Optional.empty(), 1));
    Optional<StoredEvidence> readByBoth = stored();
    record("w@2", step(readByBoth, 2));

    assertThatExceptionOfType(StaleStateException.class)
        .isThrownBy(() -> record("w@3", step(readByBoth, 99)))
        .withMessageContaining("credit-risk");

    assertThat(store.history().byId("w@3")).isEmpty();
    assertThat(store.outbox().size()).isEqualTo(6);
    assertThat(stored().orElseThrow().held().numbers()).containsExactly(2);
    record("w@3", step(stored(), 3));
    assertThat(stored().orElseThrow().held().numbers()).containsExactly(3);
    assertThat(stored().orElseThrow().lockVersion()).isEqualTo(3);
  }

  @Test
  void ofTwoFirstStepsOneIsRefused() {
    record("w@1", step(Optional.empty(), 1));

    assertThatExceptionOfType(StaleStateException.class)
        .isThrownBy(() -> record("w@2", step(Optional.empty(), 2)));

    assertThat(stored().orElseThrow().held().numbers()).containsExactly(1);
  }

  @Test
  void aRunThatIsRecordedAlreadyIsNotCountedAgain() {
    record("w@1", step(Optional.empty(), 1));

    assertThatExceptionOfType(DuplicateRunException.class)
        .isThrownBy(() -> record("w@1", step(stored(), 2)));

    assertThat(stored().orElseThrow().held().numbers()).containsExactly(1);
    assertThat(stored().orElseThrow().lockVersion()).isEqualTo(1);
  }

  @Test
  void whatAStepWasMadeOfIsKeptAsLongAsTheObservations() {
    store.close();
    store =
        Store.open(
            settings().withRetention(Retention.ofObservations(Duration.ofDays(90), 1)), clock);
    record("w@1", step(Optional.empty(), 1));
    assertThat(Doubles.bytes(store.history().evidenceInput("w@1").orElseThrow()))
        .isEqualTo(Doubles.bytes(EVERY_BIT));

    store.record(Samples.run("w@2"), List.of());

    assertThat(store.history().evidenceInput("w@1")).isEmpty();
    assertThat(store.history().evidenceInput("w@2")).isEmpty();
    assertThat(stored().orElseThrow().held().numbers()).containsExactly(1);
  }

  @Test
  void runsOfOneWatchFromSeveralThreadsAndStoresAreEachCountedOnce()
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Store> others = new ArrayList<>();
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Store mine = Store.open(settings(), clock);
        others.add(mine);
        String name = "thread-" + thread;
        all.add(threads.submit(() -> countMany(mine, name, 25)));
      }
      int lost = 0;
      for (Future<Integer> one : all) {
        lost += one.get();
      }
      assertThat(lost).as("races that were lost, without which this shows nothing").isPositive();
    } finally {
      threads.shutdownNow();
      others.forEach(Store::close);
    }

    assertThat(store.history().recent(1000)).hasSize(100);
    assertThat(stored().orElseThrow().held().numbers()).containsExactly(100);
    assertThat(store.outbox().size()).isEqualTo(300);
  }

  private static int countMany(Store store, String name, int runs) {
    int lost = 0;
    for (int i = 0; i < runs; i++) {
      lost += Samples.recordCounted(store, name + "@" + i);
    }
    return lost;
  }

  @Test
  void aStoreOfTheFirstSchemaIsBroughtToThisOneWithAllItHolds() {
    store.close();
    StoreSettings old = emptySettings();
    FirstSchema.make(old);

    try (Store migrated = Store.open(old, clock)) {
      StoredRun run = migrated.history().byId("old@1").orElseThrow();
      assertThat(run.summary()).isEqualTo("{}");
      assertThat(migrated.history().observations("old@1")).contains(new byte[] {1, 2, 3});
      assertThat(migrated.history().evidenceInput("old@1")).isEmpty();
      assertThat(migrated.outbox().waiting(9))
          .singleElement()
          .matches(e -> e.id().equals("old@1/run"));
      assertThat(migrated.loadedBefore("sha256:1 onnxruntime")).isTrue();
      assertThat(migrated.evidenceOf("old")).isEmpty();

      assertThat(Samples.recordCounted(migrated, "new@1")).isZero();
      assertThat(migrated.evidenceOf("credit-risk").orElseThrow().held().numbers())
          .containsExactly(1);
    }
  }

  /** Another place, in which nothing was made yet. */
  abstract StoreSettings emptySettings();
}
