package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition;
import dev.canary.alert.Transition.Kind;
import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.format.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hours of twenty watches, and with {@code -Dcanary.simulated.hours=72} three days, each run of
 * which is replayed, compared, judged and stepped by the daemon's own loop; only the clock, the
 * table of what is due and the store are in memory.
 */
class SimulatedDaysTest {
  private static final int WATCHES = 20;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration TIME =
      Duration.ofHours(Integer.getInteger("canary.simulated.hours", 3));
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder = Path.of("");

  @Test
  void everyInstantRunsOnceAndEveryFaultIsOpenedAndResolvedOnce() throws Exception {
    workspace();
    HandClock clock = new HandClock(START);
    Faults faults = new Faults(START, TIME, WATCHES);
    Memory memory = new Memory();
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Roster read = Roster.read(wiring, START);
      Watched any = read.posts().values().iterator().next().watch();
      try (FaultyTarget target =
          new FaultyTarget(wiring.targets().open(any.suite(), any.folder()))) {
        Roster roster =
            new Roster(
                read.posts(),
                read.golden().over((suite, place) -> target, memory),
                read.smoke(),
                START);
        Listeners listeners = new Listeners();
        Board board = new Board(listeners);
        JobRunner jobs = new JobRunner(() -> roster, new Doubts(), board);
        Runner runner =
            (watch, tier, due) -> {
              target.behave(faults.at(watch.name(), due));
              clock.advance(Duration.ofMillis(3));
              return jobs.run(watch, tier, due);
            };
        Plan plan = new Plan(new Rounds(() -> roster, name -> false, runner, board, clock), clock);
        for (Post post : roster.posts().values()) {
          plan.add(post.watch().name(), post.rota().next(START));
        }
        plan.runUntil(START.plus(TIME));
        everyInstantOnce(roster, memory);
      }
    }
    everyFaultOnce(faults, memory.transitions);
  }

  private void workspace() {
    String watches =
        IntStream.range(1, WATCHES)
            .mapToObj(i -> "  w%02d: {suite: w00, schedule: {every: 10s}}".formatted(i))
            .collect(Collectors.joining("\n"));
    new RecordedWorkspace(folder, "kafka: none\nwatches:\n" + watches + "\n")
        .suite("w00", 3, "schedule: {every: 10s}", "policy: {remind: 16m}")
        .answers("w00", RecordedWorkspace.spread(3));
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture", "w00").exitCode()).isZero();
    assertThat(canary.run("approve", "w00").exitCode()).isZero();
  }

  private static void everyInstantOnce(Roster roster, Memory memory) {
    for (Post post : roster.posts().values()) {
      List<Instant> due = memory.due.getOrDefault(post.watch().name(), List.of());
      Instant expected = post.rota().next(START);
      for (Instant each : due) {
        assertThat(each).isEqualTo(expected);
        expected = expected.plus(PERIOD);
      }
      assertThat(due).hasSize((int) TIME.dividedBy(PERIOD));
    }
  }

  private static void everyFaultOnce(Faults faults, List<Transition> transitions) {
    Map<String, List<Transition>> byWatch = new HashMap<>();
    for (Transition each : transitions) {
      String watch = each.alert().replaceFirst("!.*", "");
      byWatch.computeIfAbsent(watch, w -> new ArrayList<>()).add(each);
    }
    for (int i = 0; i < WATCHES; i++) {
      String watch = "w%02d".formatted(i);
      List<Faults.Fault> expected =
          faults.ofWatch(watch).stream().filter(f -> f.isAlert()).toList();
      List<Transition> found = byWatch.getOrDefault(watch, List.of());
      assertThat(found.stream().map(Transition::kind))
          .as(watch)
          .isEqualTo(expected.stream().flatMap(f -> f.life()).toList());
      List<Transition> opened = found.stream().filter(t -> t.kind() == Kind.OPENED).toList();
      for (int k = 0; k < expected.size(); k++) {
        Faults.Fault fault = expected.get(k);
        assertThat(opened.get(k).since()).isBetween(fault.from(), fault.from().plus(PERIOD));
        assertThat(opened.get(k).delay()).isLessThanOrEqualTo(fault.promised(PERIOD));
      }
    }
  }
}
