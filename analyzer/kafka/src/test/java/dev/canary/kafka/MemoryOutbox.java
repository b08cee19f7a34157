package dev.canary.kafka;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An outbox in memory. */
final class MemoryOutbox implements Outbox {
  private final Map<String, OutgoingEvent> waiting = new LinkedHashMap<>();

  synchronized void record(List<OutgoingEvent> events) {
    events.forEach(event -> waiting.put(event.id(), event));
  }

  @Override
  public synchronized List<OutgoingEvent> waiting(int skip, int atMost) {
    return waiting.values().stream().skip(skip).limit(atMost).toList();
  }

  @Override
  public synchronized int size() {
    return waiting.size();
  }

  @Override
  public synchronized void delivered(Collection<String> ids) {
    waiting.keySet().removeAll(Set.copyOf(ids));
  }

  @Override
  public synchronized void keepNewest(int atMost) {
    List<String> ids = List.copyOf(waiting.keySet());
    waiting.keySet().removeAll(ids.subList(0, Math.max(0, ids.size() - atMost)));
  }

  @Override
  public boolean asOnlyRelay(Runnable task) {
    task.run();
    return true;
  }
}
