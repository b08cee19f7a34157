package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store holds after its process was killed. */
final class CrashTest {
  private static final int ENDLESS = 1_000_000;
  private static final int ALL = 1_000_000;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  Path folder;

  @Test
  void everyRunThatWasReportedIsThereWithItsEventsAndNoneIsHalfThere()
      throws IOException, InterruptedException {
    Random random = new Random(20261101);
    Path file = folder.resolve("state.db");
    Set<String> reported = new HashSet<>();
    for (int round = 0; round < 8; round++) {
      try (StoreProcess process = StoreProcess.recording(file, "round" + round, ENDLESS)) {
        process.awaitLines(1 + random.nextInt(60));
        reported.addAll(process.killAfter(Duration.ofNanos(random.nextInt(5_000_000))));
      }
      everyRunIsWhole(file, reported);
    }
    assertThat(reported).hasSizeGreaterThan(50);
  }

  @Test
  void aCrashWhileTheStoreIsMadeLeavesOneThatCanBeMade() throws IOException, InterruptedException {
    Random random = new Random(20261102);
    for (int round = 0; round < 5; round++) {
      Path file = folder.resolve("fresh" + round + ".db");
      Set<String> reported = new HashSet<>();
      try (StoreProcess process = StoreProcess.recording(file, "first", ENDLESS)) {
        Duration delay = Duration.ofMillis(300 + random.nextInt(1200));
        reported.addAll(process.killAfter(delay));
      }
      everyRunIsWhole(file, reported);
    }
  }

  @Test
  void aKilledRelayMakesRoomForTheNext() throws IOException, InterruptedException {
    Path file = folder.resolve("state.db");
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock());
        StoreProcess process = StoreProcess.relaying(file)) {
      process.awaitLines(1);
      assertThat(store.outbox().asOnlyRelay(() -> {})).isFalse();

      process.killAfter(Duration.ZERO);

      assertThat(store.outbox().asOnlyRelay(() -> {})).isTrue();
    }
  }

  private static void everyRunIsWhole(Path file, Set<String> reported) {
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      List<StoredRun> runs = store.history().recent(ALL);
      assertThat(runs).extracting(StoredRun::id).doesNotHaveDuplicates().containsAll(reported);
      Map<String, List<OutgoingEvent>> events =
          store.outbox().waiting(ALL).stream()
              .collect(Collectors.groupingBy(OutgoingEvent::subject));
      assertThat(events).hasSameSizeAs(runs);
      assertThat(
              store
                  .evidenceOf("credit-risk")
                  .map(evidence -> evidence.held().numbers()[0])
                  .orElse(0.0))
          .as("the runs that the evidence counts")
          .isEqualTo(runs.size());
      for (StoredRun run : runs) {
        assertThat(events.get(run.id())).isEqualTo(Samples.events(run.id()));
        assertThat(run.summary()).isEqualTo(Samples.run(run.id()).summary());
        if (!run.pruned()) {
          assertThat(store.history().observations(run.id())).contains(Samples.blob(run.id()));
        }
      }
      assertThat(runs.stream().filter(run -> !run.pruned())).hasSizeLessThanOrEqualTo(100);
    }
  }
}
