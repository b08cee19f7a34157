package dev.canary.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills {@code canary run} at random instants on one workspace with an embedded broker.
 *
 * <p>The workspace has a suite that holds, one that drifted and is replayed twice, and one without
 * a baseline.
 */
final class RunKills {
  private static final int CASES = 24;
  private static final String WAL = ".canary/state.db-wal";
  private static final String ADDRESS = ".canary/kafka/address";

  /** Where an instant is drawn from. */
  private enum Moment {
    /** From the start of the process to its end. */
    ANY,
    /** Within the second half of the time until something is stored. */
    JUDGING,
    /** From the first run that is stored to the printed result. */
    STORING,
    /** From the printed result to the end, most of it the start of the broker. */
    DELIVERING,
    /** From the announced broker to the end. */
    PUBLISHING
  }

  /** Most instants fall where something can be lost. */
  private static final List<Moment> OWN_BROKER =
      List.of(
          Moment.STORING,
          Moment.PUBLISHING,
          Moment.JUDGING,
          Moment.ANY,
          Moment.STORING,
          Moment.PUBLISHING,
          Moment.DELIVERING);

  private static final List<Moment> OTHERS_BROKER =
      List.of(Moment.DELIVERING, Moment.STORING, Moment.DELIVERING, Moment.ANY);

  /** When an undisturbed command reached what a moment begins or ends with. */
  private record Times(Duration stored, Duration printed, Duration announced, Duration ended) {}

  private final Path root;
  private final Random random;
  private final List<String> reported = new ArrayList<>();
  private int killed;

  RunKills(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
    RecordedWorkspace workspace = new RecordedWorkspace(root, "kafka: embedded\n");
    double[] answers = RecordedWorkspace.spread(CASES);
    for (String suite : List.of("steady", "swapped", "unknown")) {
      workspace.suite(suite, CASES).answers(suite, answers);
    }
    Cli canary = new Cli(root);
    for (String suite : List.of("steady", "swapped")) {
      assertThat(canary.run("capture", suite, "--repeats", "4").exitCode()).isZero();
      assertThat(canary.run("approve", suite).exitCode()).isZero();
    }
    for (int i = 0; i < CASES; i++) {
      answers[i] = 1 - answers[i];
    }
    workspace.answers("swapped", answers);
  }

  /** Kills so many runs that start the broker themselves. */
  void killWithOwnBroker(int kills) {
    runUndisturbed(); // It makes store and broker.
    kill(kills, OWN_BROKER, measure());
  }

  /** Kills so many runs that find the broker in another process. */
  void killWithBrokerOfAnother(int kills) {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(kafka())) {
      assertThat(broker.owned()).isTrue();
      kill(kills, OTHERS_BROKER, measure());
    }
  }

  /** Lets one run end, and holds what was reported against what there is. */
  void check() throws SQLException {
    long begin = System.nanoTime();
    runUndisturbed();
    Duration recovery = Duration.ofNanos(System.nanoTime() - begin);

    RawStore store = RawStore.ofWorkspace(root);
    try (BrokerHandle broker = BrokerFolder.connectOrStart(kafka())) {
      Ledger ledger = new Ledger(reported, store, RawKafka.read(broker.bootstrap()));
      ledger.check();
      everyConfirmedRunHasItsReplay(store);
      System.out.printf(
          "%d commands killed: %d runs stored, %d of them not reported, %d events, %d redelivered;"
              + " after the last kill a run takes %d ms%n",
          killed,
          store.runs().size(),
          ledger.unreported(),
          store.events().size(),
          ledger.redelivered(),
          recovery.toMillis());
    }
  }

  private void kill(int kills, List<Moment> moments, Times times) {
    int done = 0;
    for (int attempt = 0; done < kills; attempt++) {
      assertThat(attempt).as("runs that ended before they were killed").isLessThan(4 * kills);
      done += kill(moments.get(attempt % moments.size()), times) ? 1 : 0;
    }
    killed += done;
  }

  /** How long each part of an undisturbed run takes. */
  private Times measure() {
    Object before = version(WAL);
    Object address = version(ADDRESS);
    try (CanaryProcess run = start()) {
      run.await(() -> isWritten(before));
      Duration stored = run.age();
      run.await(() -> !run.lines().isEmpty());
      Duration printed = run.age();
      run.await(() -> !version(ADDRESS).equals(address));
      Duration announced = run.age();
      reported.addAll(Ledger.idsIn(run.finish().out()));
      return new Times(stored, printed, announced, run.age());
    }
  }

  private void runUndisturbed() {
    try (CanaryProcess run = start()) {
      CanaryProcess.Ended ended = run.finish();
      reported.addAll(Ledger.idsIn(ended.out()));
      assertThat(ended.err()).isEmpty();
      assertThat(ended.exitCode()).as("one suite drifted").isEqualTo(1);
    }
  }

  private boolean kill(Moment moment, Times times) {
    Object before = version(WAL);
    Object address = version(ADDRESS);
    try (CanaryProcess run = start()) {
      switch (moment) {
        case ANY -> wait(run, times.ended());
        case JUDGING -> {
          Duration half = times.stored().dividedBy(2);
          run.awaitEnd(half);
          wait(run, half);
        }
        case STORING -> {
          run.await(() -> isWritten(before));
          wait(run, times.printed().minus(times.stored()));
        }
        case DELIVERING -> {
          run.await(() -> !run.lines().isEmpty());
          wait(run, times.ended().minus(times.printed()));
        }
        case PUBLISHING -> {
          run.await(() -> !version(ADDRESS).equals(address));
          run.await(() -> Files.exists(root.resolve(ADDRESS)));
          wait(run, times.ended().minus(times.announced()));
        }
      }
      boolean wasKilled = run.kill();
      reported.addAll(Ledger.idsIn(run.lines()));
      return wasKilled;
    }
  }

  private void wait(CanaryProcess run, Duration atMost) {
    run.awaitEnd(Duration.ofNanos((long) (random.nextDouble() * atMost.toNanos())));
  }

  private Path kafka() {
    return root.resolve(".canary/kafka");
  }

  private CanaryProcess start() {
    return CanaryProcess.start(root, "run", "--output", "json");
  }

  /** True once something is committed: SQLite writes it to this file first. */
  private boolean isWritten(Object before) {
    Object now = version(WAL);
    return !now.equals(before) && root.resolve(WAL).toFile().length() > 0;
  }

  /** Which file is there, in which state. */
  private Object version(String name) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(root.resolve(name), BasicFileAttributes.class);
      return List.of(String.valueOf(file.fileKey()), file.size(), file.lastModifiedTime());
    } catch (IOException e) {
      return "none";
    }
  }

  private static void everyConfirmedRunHasItsReplay(RawStore store) {
    List<String> confirmed = store.runs().stream().flatMap(run -> run.confirms().stream()).toList();
    assertThat(store.runs())
        .filteredOn(run -> run.watch().equals("swapped") && run.confirms().isEmpty())
        .extracting(RawStore.Run::id)
        .containsExactlyElementsOf(confirmed);
  }
}
