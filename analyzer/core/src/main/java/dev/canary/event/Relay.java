package dev.canary.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves events from the outbox to the broker: at least once, in order per key, forgetting an event
 * only after its acknowledgement.
 */
public final class Relay {
  private static final int BATCH = 500;

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
  public record Outcome(int delivered, int waiting, Map<String, Long> reasons) {}

  /** Delivers until the outbox is empty or a batch leaves something waiting. */
  public Outcome drain() {
    int[] delivered = {0};
    Map<String, Long> reasons = new LinkedHashMap<>();
    boolean alone = outbox.asOnlyRelay(() -> delivered[0] = drainAlone(reasons));
    if (!alone) {
      reasons.put("another process is delivering", (long) outbox.size());
    }
    return new Outcome(delivered[0], outbox.size(), reasons);
  }

  private int drainAlone(Map<String, Long> reasons) {
    int delivered = 0;
    while (reasons.isEmpty()) {
      List<OutgoingEvent> batch = outbox.waiting(BATCH);
      if (batch.isEmpty()) {
        break;
      }
      Map<String, String> failures = publisher.publish(batch);
      Set<String> sent =
          batch.stream()
              .map(OutgoingEvent::id)
              .filter(id -> !failures.containsKey(id))
              .collect(Collectors.toSet());
      outbox.delivered(sent);
      delivered += sent.size();
      failures.values().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    }
    return delivered;
  }
}
