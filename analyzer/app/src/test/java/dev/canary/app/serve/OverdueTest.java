package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.AlertState;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Wiring;
import dev.canary.format.Workspace;
import dev.canary.store.DueByHand;
import dev.canary.store.DueTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first seconds of a daemon whose watches were due while there was none. */
class OverdueTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration AWAY = Duration.ofSeconds(35);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  @TempDir Path folder = Path.of("");

  private final HandClock clock = new HandClock(NOON);
  private final List<Ran> runs = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();

  /** A run of a watch that was due then, and began. */
  private record Ran(String watch, Instant due, Instant at) {
    boolean isMadeUp() {
      return !due.equals(at);
    }
  }

  /** The watches are planned at noon, and the next daemon starts 35 s later. */
  private void comeBack(int watches) throws Exception {
    String others =
        IntStream.range(1, watches)
            .mapToObj(i -> "  w%03d: {suite: loans}\n".formatted(i))
            .collect(Collectors.joining());
    new RecordedWorkspace(folder, "kafka: none\nwatches:\n" + others)
        .suite("loans", 2, "schedule: {every: 10s}");
    try (Wiring wiring = Wiring.of(Workspace.at(folder), clock, clock::nanos)) {
      Roster roster = Roster.read(wiring, NOON);
      Listeners listeners = new Listeners();
      listeners.add(
          new Listener() {
            @Override
            public void skipped(String watch) {
              skipped.merge(watch, 1, Integer::sum);
            }
          });
      Board board = new Board(listeners);
      Rounds rounds =
          new Rounds(
              () -> roster,
              name -> false,
              (watch, tier, due) -> {
                runs.add(new Ran(watch.name(), due, clock.instant()));
                return AlertState.NONE;
              },
              board,
              clock,
              trouble -> {
                throw new AssertionError(trouble);
              });
      DueByHand byHand = DueByHand.of(wiring.store(), rounds, clock);
      try (DueTable table = byHand.table()) {
        roster.posts().values().forEach(p -> table.add(p.watch().name(), p.rota().next(NOON)));
        clock.advance(AWAY);
        Overdue.spread(table, roster, board, clock.instant());
        Instant end = clock.instant().plus(PERIOD);
        while (clock.instant().isBefore(end)) {
          byHand.perform();
          // A few dozen are done each time.
          clock.set(later(clock.instant(), byHand.next().orElseThrow()));
        }
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Test
  void aFewAreMadeUpForAtOnceByOneRunEach() throws Exception {
    comeBack(20);

    assertThat(runs.subList(0, 20))
        .allSatisfy(run -> assertThat(run.at()).isEqualTo(NOON.plus(AWAY)))
        .extracting(Ran::watch)
        .doesNotHaveDuplicates();
    assertEachIsOnItsGridAndPassedOverOtherwise(20);
  }

  @Test
  void ofManyAFewArePerSecondAndTheOthersRunWhenTheyAreDueAnyway() throws Exception {
    comeBack(200);
    List<Ran> madeUp = runs.stream().filter(Ran::isMadeUp).toList();

    assertThat(madeUp).hasSizeBetween(33, 200);
    assertThat(madeUp.stream().filter(run -> run.at().equals(NOON.plus(AWAY)))).hasSize(32);
    assertThat(
            madeUp.stream()
                .skip(32)
                .collect(
                    Collectors.groupingBy(
                        run -> run.at().truncatedTo(ChronoUnit.SECONDS), Collectors.counting()))
                .values())
        .allMatch(count -> count <= 10);
    assertEachIsOnItsGridAndPassedOverOtherwise(200);
  }

  /** Every instant that was missed was made up for or passed over; none since was missed. */
  private void assertEachIsOnItsGridAndPassedOverOtherwise(int watches) {
    Map<String, List<Ran>> each =
        runs.stream().collect(Collectors.groupingBy(Ran::watch, TreeMap::new, Collectors.toList()));
    assertThat(each).hasSize(watches);
    each.forEach(
        (watch, ran) -> {
          Instant first = ran.get(ran.size() - 1).due();
          while (first.minus(PERIOD).isAfter(NOON)) {
            first = first.minus(PERIOD);
          }
          List<Instant> all = new ArrayList<>();
          for (Instant due = first; !due.isAfter(ran.get(ran.size() - 1).due()); ) {
            all.add(due);
            due = due.plus(PERIOD);
          }
          int missed = skipped.getOrDefault(watch, 0);
          assertThat(ran).as(watch).extracting(Ran::due).isEqualTo(all.subList(missed, all.size()));
          assertThat(ran.stream().filter(Ran::isMadeUp).count()).as(watch).isLessThan(2);
        });
  }
}
