package dev.canary.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves events from the outbox to the broker: at least once, in order per key, forgetting an event
 * only after its acknowledgement.
 */
public final class Relay {
  private static final int BATCH = 500;
  private static final String ANOTHER = "another process is delivering";

  private final Outbox outbox;
  private final Publisher publisher;

  public Relay(Outbox outbox, Publisher publisher) {
    this.outbox = outbox;
    this.publisher = publisher;
  }

  /**
   * What a drain achieved.
   *
   * @param delivered how many events the broker acknowledged
   * @param waiting how many are still in the outbox
   * @param reasons why some wait, each reason once with the number of events
   */
  public record Outcome(int delivered, int waiting, Map<String, Long> reasons) {
    /** True when nothing was tried because another relay of the store was at work. */
    public boolean byAnother() {
      return reasons.containsKey(ANOTHER);
    }
  }

  /** What keeps its order: an event that waits holds back the later ones of its lane. */
  private record Lane(Topic topic, String key) {
    static Lane of(OutgoingEvent event) {
      return new Lane(event.topic(), event.key());
    }
  }

  /**
   * Delivers what can be delivered. Events that cannot (their topic is missing, the broker refuses
   * them) are passed over, so that however many of them wait, those behind them go.
   */
  public Outcome drain() {
    int[] delivered = {0};
    Map<String, Long> reasons = new LinkedHashMap<>();
    boolean alone = outbox.asOnlyRelay(() -> delivered[0] = drainAlone(reasons));
    if (!alone) {
      reasons.put(ANOTHER, (long) outbox.size());
    }
    return new Outcome(delivered[0], outbox.size(), reasons);
  }

  private int drainAlone(Map<String, Long> reasons) {
    int delivered = 0;
    int passedOver = 0;
    Map<Lane, String> closed = new HashMap<>();
    List<OutgoingEvent> batch = outbox.waiting(BATCH);
    while (!batch.isEmpty()) {
      Map<String, String> failures = publish(batch, closed);
      List<String> sent =
          batch.stream().map(OutgoingEvent::id).filter(id -> !failures.containsKey(id)).toList();
      outbox.delivered(sent);
      delivered += sent.size();
      passedOver += failures.size();
      failures.values().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
      batch = publisher.lostTheBroker() ? List.of() : outbox.waiting(passedOver, BATCH);
    }
    return delivered;
  }

  /** Publishes the events of the lanes that are open, and closes those in which one fails. */
  private Map<String, String> publish(List<OutgoingEvent> batch, Map<Lane, String> closed) {
    Map<String, String> failures = new HashMap<>();
    List<OutgoingEvent> open = new ArrayList<>();
    for (OutgoingEvent event : batch) {
      Optional.ofNullable(closed.get(Lane.of(event)))
          .ifPresentOrElse(reason -> failures.put(event.id(), reason), () -> open.add(event));
    }
    if (!open.isEmpty()) {
      failures.putAll(publisher.publish(open));
    }
    for (OutgoingEvent event : open) {
      Optional.ofNullable(failures.get(event.id()))
          .ifPresent(reason -> closed.put(Lane.of(event), reason));
    }
    return failures;
  }
}
