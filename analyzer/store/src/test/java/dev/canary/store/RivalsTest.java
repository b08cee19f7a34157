package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes with the same file. */
final class RivalsTest {
  private static final int RUNS = 150;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  Path folder;

  @Test
  void threeProcessesThatMakeAndFillAStoreAtOnceLoseNothingAndCountNothingTwice()
      throws IOException, InterruptedException {
    Path file = folder.resolve("state.db");
    List<String> reported = new ArrayList<>();
    try (StoreProcess one = StoreProcess.recording(file, "one", RUNS);
        StoreProcess two = StoreProcess.recording(file, "two", RUNS);
        StoreProcess three = StoreProcess.recording(file, "three", RUNS)) {
      reported.addAll(one.finish());
      reported.addAll(two.finish());
      reported.addAll(three.finish());
    }

    assertThat(reported).hasSize(3 * RUNS);
    try (Store store = Store.open(StoreSettings.sqlite(file), new SetClock())) {
      assertThat(store.history().recent(10 * RUNS))
          .extracting(StoredRun::id)
          .containsExactlyInAnyOrderElementsOf(reported);
      assertThat(store.outbox().size()).isEqualTo(9 * RUNS);
      assertThat(store.evidenceOf("credit-risk").orElseThrow().held().numbers())
          .containsExactly(3 * RUNS);
    }
  }

  @Test
  void aCurrentStoreIsUsedWithoutLoadingFlywayOrJdbi() throws IOException, InterruptedException {
    Path file = folder.resolve("state.db");
    Store.open(StoreSettings.sqlite(file), new SetClock()).close();

    try (StoreProcess process = StoreProcess.recordingWithClassNames(file, "w")) {
      assertThat(process.finish())
          .contains("w@0")
          .anyMatch(line -> line.contains("org.sqlite."))
          .noneMatch(line -> line.contains("org.flywaydb.") || line.contains("org.jdbi."));
    }
  }
}
