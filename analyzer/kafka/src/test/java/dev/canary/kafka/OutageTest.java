package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Relay;
import dev.canary.event.Topic;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away, goes away, or never was one: events wait, and none is lost. */
@Timeout(180)
class OutageTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Room for a machine that is busy with other things. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  @Test
  void whereNothingListensEveryEventFailsAtOnceWithOneReason() {
    List<OutgoingEvent> events = Events.many("away", 300, 3);

    Map<String, String> failures = publish("127.0.0.1:1", Duration.ofSeconds(60), events);

    assertThat(failures).hasSize(300);
    assertThat(failures.values()).containsOnly("no broker at 127.0.0.1:1 (connection refused)");
  }

  @Test
  void everyAddressIsTriedAndNamed() {
    assertThat(
            publish("no-such-host.invalid:9092, 127.0.0.1:1", TIMEOUT, Events.many("away", 1, 1))
                .values())
        .containsOnly(
            "no broker at no-such-host.invalid:9092 (unknown host), 127.0.0.1:1 (connection refused)");
  }

  @Test
  void anAddressThatAcceptsAndNeverAnswersIsGivenUpInTime() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + deaf.getLocalPort();
      long start = System.nanoTime();

      Map<String, String> failures = publish(address, TIMEOUT, Events.many("deaf", 300, 3));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
      assertThat(failures).hasSize(300);
      assertThat(Set.copyOf(failures.values()))
          .containsExactly(
              "the broker at "
                  + address
                  + " accepts connections but does not answer:"
                  + " check security.protocol and its advertised listeners");
    }
  }

  @Test
  void whatFailedWhileTheBrokerWasAwayIsDeliveredWhenItIsBack(@TempDir Path folder) {
    String bootstrap;
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      bootstrap = broker.bootstrap();
    }
    MemoryOutbox outbox = new MemoryOutbox();
    outbox.record(Events.many("waits", 50, 3));
    try (KafkaPublisher publisher = new KafkaPublisher(KafkaSettings.of(bootstrap), TIMEOUT)) {
      Relay relay = new Relay(outbox, publisher);

      Relay.Outcome away = relay.drain();
      assertThat(away.waiting()).isEqualTo(50);
      assertThat(away.reasons())
          .containsExactly(Map.entry("no broker at " + bootstrap + " (connection refused)", 50L));

      try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
        assertThat(broker.bootstrap()).isEqualTo(bootstrap);
        assertThat(relay.drain()).isEqualTo(new Relay.Outcome(50, 0, Map.of()));
        assertThat(Read.all(bootstrap, Topic.DEFAULT_PREFIX)).hasSize(50);
      }
    }
  }

  @Test
  void aPublisherSurvivesARestartOfItsBroker(@TempDir Path folder) {
    String bootstrap;
    KafkaPublisher publisher;
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      bootstrap = broker.bootstrap();
      publisher = new KafkaPublisher(KafkaSettings.of(bootstrap), TIMEOUT);
      assertThat(publisher.publish(Events.many("first", 5, 2))).isEmpty();
    }
    try (publisher) {
      assertThat(publisher.publish(Events.many("second", 5, 2))).hasSize(5);
      try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
        assertThat(publisher.publish(Events.many("second", 5, 2))).isEmpty();
        assertThat(Read.all(broker.bootstrap(), Topic.DEFAULT_PREFIX)).hasSize(10);
      }
    }
  }

  private static Map<String, String> publish(
      String bootstrap, Duration timeout, List<OutgoingEvent> events) {
    try (KafkaPublisher publisher = new KafkaPublisher(KafkaSettings.of(bootstrap), timeout)) {
      return publisher.publish(events);
    }
  }
}
