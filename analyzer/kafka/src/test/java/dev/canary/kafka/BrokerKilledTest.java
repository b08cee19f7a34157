package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Relay;
import dev.canary.event.Topic;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import dev.canary.kafka.broker.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay while its broker is killed before, during and after publishing. */
@Timeout(280)
class BrokerKilledTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Test
  void aKillLosesNoEventAndMixesNone(@TempDir Path folder) throws Exception {
    killed(folder, 1, 300);
  }

  @Test
  @Tag("slow")
  void manyKillsLoseNoEventAndMixNone(@TempDir Path folder) throws Exception {
    killed(folder, 20, 6000);
  }

  /** Kills the broker at random instants of the relay's work, then delivers what is left. */
  private static void killed(Path folder, int kills, int count) throws Exception {
    List<OutgoingEvent> events = Events.many("storm", count, 5);
    MemoryOutbox outbox = new MemoryOutbox();
    Random random = new Random(20261121);
    for (int kill = 0; kill < kills; kill++) {
      outbox.record(events.subList(count * kill / kills, count * (kill + 1) / kills));
      drainWhileKilling(folder, outbox, random.nextInt(800));
    }
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      drainAll(broker.bootstrap(), outbox);

      assertNothingLostOrMixed(Read.all(broker.bootstrap(), Topic.DEFAULT_PREFIX), events);
    }
  }

  private static void drainWhileKilling(Path folder, MemoryOutbox outbox, int killAfterMillis)
      throws Exception {
    try (BrokerProcess owner = BrokerProcess.start(folder, BrokerProcess.End.CLOSE);
        KafkaPublisher publisher =
            new KafkaPublisher(KafkaSettings.of(owner.bootstrap()), TIMEOUT)) {
      CompletableFuture<Relay.Outcome> draining =
          CompletableFuture.supplyAsync(() -> new Relay(outbox, publisher).drain());
      Thread.sleep(killAfterMillis); // The instant is what is tried here, not a wait.
      owner.kill();
      Relay.Outcome outcome = draining.get();
      assertThat(outcome.waiting()).isEqualTo(outbox.size());
      assertThat(outcome.reasons().isEmpty()).isEqualTo(outcome.waiting() == 0);
    }
  }

  private static void drainAll(String bootstrap, MemoryOutbox outbox) {
    try (KafkaPublisher publisher =
        new KafkaPublisher(KafkaSettings.of(bootstrap), Duration.ofSeconds(60))) {
      assertThat(new Relay(outbox, publisher).drain().waiting()).isZero();
    }
  }

  private static void assertNothingLostOrMixed(
      List<ConsumerRecord<String, byte[]>> read, List<OutgoingEvent> events) {
    Map<String, ConsumerRecord<String, byte[]>> first = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : read) {
      ConsumerRecord<String, byte[]> before = first.putIfAbsent(id(record), record);
      if (before != null) {
        assertThat(Arrays.equals(before.value(), record.value())).isTrue();
        assertThat(before.headers().toArray()).isEqualTo(record.headers().toArray());
        assertThat(before.key()).isEqualTo(record.key());
      }
    }
    for (String key : events.stream().map(OutgoingEvent::key).distinct().toList()) {
      assertThat(first.values().stream().filter(r -> r.key().equals(key)).map(BrokerKilledTest::id))
          .containsExactlyElementsOf(
              events.stream().filter(e -> e.key().equals(key)).map(OutgoingEvent::id).toList());
    }
  }

  private static String id(ConsumerRecord<?, ?> record) {
    return Read.header(record, "ce_id");
  }
}
