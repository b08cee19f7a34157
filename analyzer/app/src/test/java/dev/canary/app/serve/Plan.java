package dev.canary.app.serve;

import dev.canary.store.DueTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** What is due when, as {@link DueTable} does it, on a clock in the hand of a test. */
final class Plan {
  private record Planned(Instant at, String name) {}

  private final PriorityQueue<Planned> queue =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparing(Planned::name));
  private final Map<String, String> memories = new HashMap<>();
  private final DueTable.Duty duty;
  private final HandClock clock;

  Plan(DueTable.Duty duty, HandClock clock) {
    this.duty = duty;
    this.clock = clock;
  }

  void add(String name, Instant at) {
    queue.add(new Planned(at, name));
  }

  /** Does what is due, one after the other, until an instant. */
  void runUntil(Instant end) {
    while (!queue.isEmpty() && !queue.element().at().isAfter(end)) {
      Planned next = queue.remove();
      if (next.at().isAfter(clock.instant())) {
        clock.set(next.at());
      }
      String memory = memories.getOrDefault(next.name(), "");
      DueTable.Next again = duty.perform(next.name(), next.at(), memory);
      memories.put(next.name(), again.memory());
      queue.add(new Planned(again.at(), next.name()));
    }
    if (end.isAfter(clock.instant())) {
      clock.set(end);
    }
  }

  /** So much time passes in which nothing is done. */
  void sleep(Duration time) {
    clock.advance(time);
  }
}
