package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that comes back from a disk without the offsets of its groups. */
@Timeout(120)
class ForgottenGroupTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private final CountDownLatch back = new CountDownLatch(1);
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void aMemberGoesOnAndHandlesNothingTwice(@TempDir Path folder) throws Exception {
    List<OutgoingEvent> before = alerts("before");
    List<OutgoingEvent> after = alerts("after");
    String bootstrap;
    CompletableFuture<Void> member;
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      bootstrap = broker.bootstrap();
      new Topics(KafkaSettings.of(bootstrap)).createMissing(TIMEOUT);
      member = CompletableFuture.runAsync(() -> consume(KafkaSettings.of(bootstrap)));
      publish(bootstrap, before);
      assertThat(next(before.size())).isEqualTo(ids(before));
    }
    forget(folder);
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      assertThat(broker.bootstrap()).isEqualTo(bootstrap);
      back.countDown();
      publish(bootstrap, after);
      assertThat(next(after.size())).isEqualTo(ids(after));
      stop.set(true);
      member.get(20, TimeUnit.SECONDS);
    }
    assertThat(handled).isEmpty();
  }

  private static List<OutgoingEvent> alerts(String name) {
    String json = Released.event("0.1.0", "alert");
    return IntStream.range(0, 10)
        .mapToObj(i -> Events.event(name + "-" + i, Topic.ALERTS, "credit-risk", json))
        .toList();
  }

  private static List<String> ids(List<OutgoingEvent> events) {
    return events.stream().map(OutgoingEvent::id).toList();
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(String.valueOf(handled.poll(30, TimeUnit.SECONDS)));
    }
    return ids;
  }

  private void consume(KafkaSettings settings) {
    new EventConsumer(settings, "pager", TIMEOUT)
        .consume(
            Set.of(Topic.ALERTS), stop::get, (event, record) -> handle(record.id().orElseThrow()));
  }

  /** Takes so long over one that it tells how far it came before it hears of its loss. */
  private void handle(String id) {
    handled.add(id);
    if (id.equals("before-9")) {
      try {
        back.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void publish(String bootstrap, List<OutgoingEvent> events) {
    try (KafkaPublisher publisher = new KafkaPublisher(KafkaSettings.of(bootstrap), TIMEOUT)) {
      assertThat(publisher.publish(events)).isEmpty();
    }
  }

  private static void forget(Path folder) throws IOException {
    List<Path> offsets;
    try (Stream<Path> files = Files.walk(folder)) {
      offsets =
          files
              .filter(file -> file.toString().contains("__consumer_offsets-"))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    assertThat(offsets).isNotEmpty();
    for (Path file : offsets) {
      Files.delete(file);
    }
  }
}
