package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.format.Workspace;
import dev.canary.store.StoredRun;
import dev.canary.watch.Tier;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that stood still, and wakes up with a run that others have made up for. */
class InOrderTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aRunThatItsWatchHasGoneOnWithoutIsNotRecorded(@TempDir Path folder) throws Exception {
    new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", 2, "schedule: {every: 10s}")
        .answers("loans", RecordedWorkspace.spread(2));
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Roster roster = Roster.read(wiring, NOON);
      Runner runner =
          new JobRunner(
              () -> roster,
              new Doubts(() -> 1),
              () -> {},
              new Pulse(System::nanoTime),
              new Board(new Listeners()));
      Post post = roster.post("loans").orElseThrow();
      Watched watch = post.watch();
      Instant due = post.rota().next(NOON);

      runner.run(watch, Tier.GOLDEN, due.plusSeconds(1)); // By hand, beside the daemon.
      runner.run(watch, Tier.GOLDEN, due);
      runner.run(watch, Tier.GOLDEN, due.plusSeconds(20));
      assertThatExceptionOfType(InOrder.OvertakenException.class)
          .isThrownBy(() -> runner.run(watch, Tier.GOLDEN, due.plusSeconds(10)))
          .withMessageContaining("its watch has run since");

      assertThat(wiring.store().history().recent(9))
          .extracting(StoredRun::id)
          .containsExactly(
              "loans@" + due.plusSeconds(20), "loans@" + due, "loans@" + due.plusSeconds(1));
    }
  }
}
