package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.AlertState;
import dev.canary.alert.Recent;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.Workspace;
import dev.canary.store.DueTable;
import dev.canary.store.StoreException;
import dev.canary.watch.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop of the daemon with the clock in the test's hand. */
class RoundsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** What a run was, as the runner is told of it. */
  private record Ran(Tier tier, Instant due) {}

  @TempDir Path folder = Path.of("");

  private final HandClock clock = new HandClock(NOON);
  private final List<Ran> runs = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Board board = new Board(listeners());
  private Duration takes = Duration.ofMillis(20);
  private AlertState alerts = AlertState.NONE;
  private final List<StoreException> troubles = new ArrayList<>();
  private Optional<Exception> fails = Optional.empty();

  private Plan plan;
  private Instant first;
  private Roster roster;

  private Listeners listeners() {
    Listeners all = new Listeners();
    all.add(
        new Listener() {
          @Override
          public void skipped(String watch) {
            told.add("skipped");
          }

          @Override
          public void failed(String watch, String why) {
            told.add(why);
          }
        });
    return all;
  }

  @BeforeEach
  void everyTenSeconds() throws Exception {
    schedule("{every: 10s}");
  }

  private void schedule(String text) throws Exception {
    new RecordedWorkspace(folder, "kafka: none\n").suite("loans", 2, "schedule: " + text);
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      roster = Roster.read(wiring, NOON);
    }
    plan =
        new Plan(
            new Rounds(
                () -> roster, name -> false, (w, t, d) -> run(t, d), board, clock, troubles::add),
            clock);
    first = roster.post("loans").orElseThrow().rota().next(NOON);
    plan.add("loans", first);
  }

  private AlertState run(Tier tier, Instant due) throws CannotRunException {
    runs.add(new Ran(tier, due));
    clock.advance(takes);
    if (fails.isPresent()) {
      if (fails.get() instanceof CannotRunException e) {
        throw e;
      }
      throw (RuntimeException) fails.get();
    }
    return alerts;
  }

  private List<Long> dues() {
    return runs.stream().map(r -> Duration.between(first, r.due()).toSeconds()).toList();
  }

  @Test
  void aWatchRunsAtTheInstantsOfItsScheduleWhateverARunTakes() {
    plan.runUntil(first.plusSeconds(20));
    takes = Duration.ofMillis(9_900);
    plan.runUntil(first.plusSeconds(59));

    assertThat(dues()).containsExactly(0L, 10L, 20L, 30L, 40L, 50L);
    assertThat(told).isEmpty();
  }

  @Test
  void instantsThatPassWhileARunLastsAreSkippedAndTold() {
    takes = Duration.ofSeconds(25);
    plan.runUntil(first.plusSeconds(5));
    takes = Duration.ZERO;
    plan.runUntil(first.plusSeconds(45));

    assertThat(dues()).containsExactly(0L, 30L, 40L);
    assertThat(told).containsExactly("skipped", "skipped");
  }

  @Test
  void instantsThatWereMissedCollapseIntoTheNewest() {
    plan.runUntil(first);
    plan.sleep(Duration.ofHours(2).plusSeconds(3));
    plan.runUntil(first.plusSeconds(7_225));

    assertThat(dues()).containsExactly(0L, 7_200L, 7_210L, 7_220L);
  }

  @Test
  void whatFailsIsToldAndTriedAgainWhenItIsDue() {
    fails = Optional.of(new CannotRunException("no model"));
    plan.runUntil(first);
    fails = Optional.of(new IllegalStateException("a bug"));
    plan.runUntil(first.plusSeconds(10));
    fails = Optional.of(new StoreException("no room"));
    plan.runUntil(first.plusSeconds(20));
    fails = Optional.empty();
    plan.runUntil(first.plusSeconds(30));

    assertThat(dues()).containsExactly(0L, 10L, 20L, 30L);
    assertThat(told)
        .containsExactly(
            "no model", "unexpected java.lang.IllegalStateException: a bug", "no room");
    assertThat(troubles).extracting(StoreException::getMessage).containsExactly("no room");
  }

  @Test
  void whatWasGivenUpIsPlannedAsItWas() {
    fails = Optional.of(new CancellationException("stopping"));
    Rounds rounds =
        new Rounds(
            () -> roster, name -> false, (w, t, d) -> run(t, d), board, clock, troubles::add);

    assertThat(rounds.perform("loans", first, "")).isEqualTo(new DueTable.Next(first, ""));
  }

  @Test
  void whatAnotherDaemonHasStaysDueAndIsRunAtTheInstantItWasPlannedFor() {
    Rounds old =
        new Rounds(() -> roster, name -> true, (w, t, d) -> run(t, d), board, clock, troubles::add);
    clock.set(first.plusMillis(300));
    DueTable.Next left = old.perform("not here", first, "");
    assertThat(left.at()).isEqualTo(first);

    Rounds other =
        new Rounds(
            () -> roster, name -> false, (w, t, d) -> run(t, d), board, clock, troubles::add);
    DueTable.Next next = other.perform("loans", first, left.memory());

    assertThat(dues()).containsExactly(0L);
    assertThat(next.memory()).isEqualTo(first.toString());
  }

  @Test
  void aNameThatNobodyKnowsIsPutOffWithItsMemory() {
    Rounds rounds =
        new Rounds(
            () -> roster, name -> false, (w, t, d) -> run(t, d), board, clock, troubles::add);

    DueTable.Next put = rounds.perform("nobody", first, "m");
    assertThat(put.at()).isAfter(clock.instant());
    assertThat(put.memory()).startsWith("m").contains(first.toString());
    assertThat(rounds.perform("nobody", put.at(), put.memory()).memory()).isEqualTo(put.memory());
    assertThat(runs).isEmpty();
  }

  @Test
  void theWholeSuiteRunsAmongSmokeRunsAndIsRememberedOverThem() throws Exception {
    schedule("{every: 10s, golden: 1m}");
    plan.runUntil(first.plusSeconds(240));

    long golden = runs.stream().filter(r -> r.tier() == Tier.GOLDEN).count();
    assertThat(runs).hasSize(25);
    assertThat(runs.get(0).tier()).isEqualTo(Tier.GOLDEN);
    assertThat(golden).isEqualTo(5);
  }

  @Test
  void whatIsPendingIsLookedAtAgainSoonerByTheWholeSuite() throws Exception {
    schedule("{every: 10m, recheck: 5s}");
    alerts =
        new AlertState(
            new Recent("t", 0, Optional.empty(), Optional.of(NOON), false),
            Optional.of(new AlertState.Stretch(NOON, 1)),
            Optional.empty());
    plan.runUntil(first.plusSeconds(9));
    alerts = AlertState.NONE;
    plan.runUntil(first.plusSeconds(700));

    assertThat(dues()).containsExactly(0L, 5L, 10L, 600L);
  }

  @Test
  void nothingRunsInABlackoutThatCameWithAReload() throws Exception {
    schedule("{every: 10s, blackouts: [{from: '12:00', to: '12:05'}]}");
    Plan late =
        new Plan(
            new Rounds(
                () -> roster, name -> false, (w, t, d) -> run(t, d), board, clock, troubles::add),
            clock);
    late.add("loans", NOON.plusSeconds(1));
    late.runUntil(NOON.plusSeconds(300));

    assertThat(runs).isEmpty();
  }
}
