package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Relay;
import dev.canary.format.Events;
import dev.canary.format.KafkaSettings;
import dev.canary.format.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where events go that are for nobody. */
class DeliveryTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  /** Events in memory, in their order. */
  private static final class Memory implements Outbox {
    private final List<OutgoingEvent> events = new ArrayList<>();

    @Override
    public List<OutgoingEvent> waiting(int skip, int atMost) {
      return List.copyOf(events.subList(skip, Math.min(events.size(), skip + atMost)));
    }

    @Override
    public int size() {
      return events.size();
    }

    @Override
    public void delivered(Collection<String> ids) {
      Set<String> gone = Set.copyOf(ids);
      events.removeIf(event -> gone.contains(event.id()));
    }

    @Override
    public boolean asOnlyRelay(Runnable task) {
      throw new AssertionError("nothing is to be delivered");
    }
  }

  @Test
  void withoutABrokerTheNewestTenThousandEventsAreKept() throws Exception {
    Memory outbox = new Memory();
    for (int i = 0; i < 10_700; i++) {
      outbox.events.add(Events.tombstone("w", BEGIN.plusSeconds(i)));
    }
    try (Delivery nowhere = Delivery.of(new KafkaSettings.None(), new Workspace(Path.of("")))) {
      Relay.Outcome outcome = nowhere.deliver(outbox);

      assertThat(outcome.waiting()).isEqualTo(10_000);
      assertThat(outbox.waiting(1).get(0).time()).isEqualTo(BEGIN.plusSeconds(700));
      assertThat(nowhere.deliver(outbox).waiting()).isEqualTo(10_000);
    }
  }
}
