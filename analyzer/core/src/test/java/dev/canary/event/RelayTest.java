package dev.canary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final Outbox outbox = new Outbox();
  private final Broker broker = new Broker();

  @Test
  void everyEventIsDeliveredInOrderAndForgotten() {
    outbox.record(many(Topic.RUNS, "w", 1234));

    Relay.Outcome outcome = new Relay(outbox, broker).drain();

    assertThat(outcome).isEqualTo(new Relay.Outcome(1234, 0, Map.of()));
    assertThat(broker.taken).isEqualTo(many(Topic.RUNS, "w", 1234));
  }

  @Test
  void anyNumberOfEventsOfAMissingTopicHoldNoneOfTheOthersUp() {
    outbox.record(many(Topic.FINDINGS, "w", 1700));
    outbox.record(many(Topic.RUNS, "w", 3));
    broker.refused.add(Topic.FINDINGS + " w");

    Relay.Outcome outcome = new Relay(outbox, broker).drain();

    assertThat(outcome).isEqualTo(new Relay.Outcome(3, 1700, Map.of("refused", 1700L)));
    broker.refused.clear();
    assertThat(new Relay(outbox, broker).drain().delivered()).isEqualTo(1700);
    assertThat(broker.taken).containsAll(many(Topic.FINDINGS, "w", 1700));
  }

  @Test
  void whatComesAfterAnEventThatWaitsWaitsToo() {
    outbox.record(many(Topic.RUNS, "w", 1100));
    outbox.record(many(Topic.RUNS, "other", 5));
    broker.refused.add("RUNS/w/499"); // the last of the first batch

    Relay.Outcome outcome = new Relay(outbox, broker).drain();

    assertThat(outcome.delivered()).isEqualTo(499 + 5);
    assertThat(outbox.waiting.get(0).id()).isEqualTo("RUNS/w/499");
    assertThat(outbox.waiting).hasSize(601);
  }

  @Test
  void aBrokerThatIsLostIsNotTriedAgain() {
    outbox.record(many(Topic.RUNS, "w", 1100));
    broker.lost = true;

    Relay.Outcome outcome = new Relay(outbox, broker).drain();

    assertThat(outcome.waiting()).isEqualTo(1100);
    assertThat(outcome.reasons()).containsOnlyKeys("refused");
    assertThat(broker.calls).isEqualTo(1);
  }

  @Test
  void besideAnotherRelayItDoesNothingAndSaysSo() {
    outbox.record(many(Topic.RUNS, "w", 3));
    outbox.taken = true;

    Relay.Outcome outcome = new Relay(outbox, broker).drain();

    assertThat(outcome.byAnother()).isTrue();
    assertThat(outcome.waiting()).isEqualTo(3);
    assertThat(broker.calls).isZero();
  }

  private static List<OutgoingEvent> many(Topic topic, String key, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new OutgoingEvent(
                    topic + "/" + key + "/" + i,
                    topic,
                    "type",
                    "/source",
                    "subject",
                    Instant.EPOCH,
                    key,
                    Optional.of(new Payload("{}"))))
        .toList();
  }

  /** In memory. */
  private static final class Outbox implements dev.canary.event.Outbox {
    private final List<OutgoingEvent> waiting = new ArrayList<>();
    private boolean taken;

    void record(List<OutgoingEvent> events) {
      waiting.addAll(events);
    }

    @Override
    public List<OutgoingEvent> waiting(int skip, int atMost) {
      return waiting.stream().skip(skip).limit(atMost).toList();
    }

    @Override
    public int size() {
      return waiting.size();
    }

    @Override
    public void delivered(Collection<String> ids) {
      Set<String> gone = new HashSet<>(ids);
      waiting.removeIf(event -> gone.contains(event.id()));
    }

    @Override
    public void keepNewest(int atMost) {
      waiting.subList(0, Math.max(0, waiting.size() - atMost)).clear();
    }

    @Override
    public boolean asOnlyRelay(Runnable task) {
      if (!taken) {
        task.run();
      }
      return !taken;
    }
  }

  /** Takes every event but those refused, by id or by topic and key. */
  private static final class Broker implements Publisher {
    private final List<OutgoingEvent> taken = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private boolean lost;
    private int calls;

    @Override
    public Map<String, String> publish(List<OutgoingEvent> events) {
      calls++;
      Map<String, String> failures = new HashMap<>();
      for (OutgoingEvent event : events) {
        if (lost
            || refused.contains(event.id())
            || refused.contains(event.topic() + " " + event.key())) {
          failures.put(event.id(), "refused");
        } else {
          taken.add(event);
        }
      }
      return failures;
    }

    @Override
    public boolean lostTheBroker() {
      return lost;
    }

    @Override
    public void close() {}
  }
}
