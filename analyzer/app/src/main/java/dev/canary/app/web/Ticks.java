package dev.canary.app.web;

import dev.canary.alert.AlertMachine;
import dev.canary.app.serve.Listener;
import dev.canary.app.serve.WatchStatus;
import dev.canary.event.JudgedRun;
import dev.canary.store.Store;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The last golden runs of every watch, newest first, in memory: a page of a thousand watches must
 * not ask the store a thousand times. Smoke runs, which may be many more, would leave no room for
 * those that the verdict and the evidence come from.
 */
final class Ticks implements Listener {
  static final int KEPT = 40;

  private final Store store;
  private final Map<String, List<Tick>> known = new ConcurrentHashMap<>();

  Ticks(Store store) {
    this.store = store;
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    if (judged.scope().tier() == Tier.GOLDEN) {
      known.computeIfPresent(judged.watch(), (watch, ticks) -> with(Tick.of(judged), ticks));
    }
  }

  private static List<Tick> with(Tick tick, List<Tick> ticks) {
    return Stream.concat(
            Stream.of(tick), ticks.stream().filter(old -> !old.run().equals(tick.run())))
        .limit(KEPT)
        .toList();
  }

  /** The last runs; from the store where another daemon has recorded since. */
  List<Tick> of(WatchStatus watch) {
    List<Tick> ticks = known.get(watch.watch());
    if (ticks != null && isUpToDate(watch, ticks)) {
      return ticks;
    }
    // Whoever records meanwhile must not wait for whoever looks.
    List<Tick> stored = stored(watch.watch());
    known.put(watch.watch(), stored);
    return stored;
  }

  /** The last runs as far as they are in memory: the store is not asked. */
  List<Tick> remembered(WatchStatus watch) {
    return known.getOrDefault(watch.watch(), List.of());
  }

  private static boolean isUpToDate(WatchStatus watch, List<Tick> ticks) {
    return watch.last().stream()
        .allMatch(last -> ticks.stream().anyMatch(tick -> tick.run().equals(last.id())));
  }

  private List<Tick> stored(String watch) {
    return store.history().goldenOf(watch, KEPT).stream().map(Tick::of).toList();
  }
}
