package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.kafka.broker.BrokerFolder;
import dev.canary.kafka.broker.BrokerHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading events back from a real broker; each test has topics of its own. */
@Timeout(60)
class EventReaderTest extends OnBroker {
  private static final Set<Topic> ALL = EnumSet.allOf(Topic.class);

  @Test
  void anEventComesBackWhole() {
    publish(Events.event("finding-1", Topic.FINDINGS, "credit-risk", "{\"é\": 1}"));

    ReceivedEvent event = read(new ReadFrom.Beginning()).get(0);

    assertThat(event.topic()).isEqualTo("anEventComesBackWhole.findings.v1");
    assertThat(event.offset()).isZero();
    assertThat(event.key()).contains("credit-risk");
    assertThat(event.data()).contains("{\"é\": 1}");
    assertThat(event.id()).contains("finding-1");
    assertThat(event.type()).contains("dev.canary.finding.v1");
    assertThat(event.attributes())
        .containsOnlyKeys(
            "specversion",
            "id",
            "type",
            "source",
            "subject",
            "time",
            "datacontenttype",
            "dataschema");
  }

  @Test
  void nothingWrittenIsNothingRead() {
    assertThat(read(new ReadFrom.Beginning())).isEmpty();
  }

  @Test
  void aRedeliveryIsSeenOnce() {
    OutgoingEvent first = Events.event("run-1", Topic.RUNS, "a");
    publish(first, Events.event("run-2", Topic.RUNS, "a"));
    publish(first);

    assertThat(ids(read(new ReadFrom.Beginning()))).containsExactly("run-1", "run-2");
  }

  @Test
  void aTombstoneIsAnEventWithoutData() {
    publish(Events.tombstone("gone", "a"));

    assertThat(read(new ReadFrom.Beginning())).singleElement().matches(ReceivedEvent::tombstone);
  }

  @Test
  void aForeignRecordIsHandedOnAsItIs() throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        Clients.producer(settings, TIMEOUT, Duration.ofSeconds(3))) {
      producer
          .send(new ProducerRecord<>(Topic.RUNS.name(settings.topicPrefix()), new byte[] {'?'}))
          .get();
    }

    ReceivedEvent event = read(new ReadFrom.Beginning()).get(0);
    assertThat(event.id()).isEmpty();
    assertThat(event.key()).isEmpty();
    assertThat(event.data()).contains("?");
    assertThatThrownBy(event::event).hasMessageContaining("the record has no key");
  }

  @Test
  void readingStartsWhereItIsTold() throws InterruptedException {
    publish(Events.event("run-1", Topic.RUNS, "a"), Events.event("run-2", Topic.RUNS, "a"));
    Instant between = Instant.now().plusMillis(1);
    Thread.sleep(5); // The broker's clock counts milliseconds.
    publish(Events.event("run-3", Topic.RUNS, "a"));

    assertThat(ids(read(new ReadFrom.Offset(1)))).containsExactly("run-2", "run-3");
    assertThat(ids(read(new ReadFrom.Time(between)))).containsExactly("run-3");
    assertThat(read(new ReadFrom.Time(Instant.now().plusSeconds(60)))).isEmpty();
  }

  @Test
  void followingSeesWhatComesUntilItIsStopped() throws Exception {
    publish(Events.event("run-1", Topic.RUNS, "a"));
    BlockingQueue<ReceivedEvent> seen = new LinkedBlockingQueue<>();
    AtomicBoolean stop = new AtomicBoolean();

    CompletableFuture<Void> following =
        CompletableFuture.runAsync(
            () -> reader().follow(ALL, new ReadFrom.Beginning(), stop::get, seen::add));
    assertThat(next(seen)).contains("run-1");
    publish(Events.event("run-2", Topic.RUNS, "a"));
    assertThat(next(seen)).contains("run-2");

    stop.set(true);
    following.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aMissingTopicIsAnError() {
    settings = new KafkaSettings(broker.bootstrap(), "absent", Map.of());

    assertThatThrownBy(() -> read(new ReadFrom.Beginning()))
        .isInstanceOf(BrokerException.class)
        .hasMessage("topic absent.runs.v1 is missing: create it (`canary topics` prints how)");
  }

  @Test
  void anAbsentBrokerIsAnError() {
    settings = KafkaSettings.of("127.0.0.1:1");

    assertThatThrownBy(() -> read(new ReadFrom.Beginning()))
        .isInstanceOf(BrokerException.class)
        .hasMessage("no broker at 127.0.0.1:1 (connection refused)");
  }

  @Test
  void aBrokerThatGoesAwayWhileReadingIsAnError(@TempDir Path other) {
    BrokerHandle mortal = BrokerFolder.connectOrStart(other);
    try (mortal) {
      settings =
          new KafkaSettings(
              mortal.bootstrap(), Topic.DEFAULT_PREFIX, Map.of("max.partition.fetch.bytes", "1"));
      publish(Events.many("run", 20, 1).toArray(OutgoingEvent[]::new));
      EventReader impatient = new EventReader(settings, Duration.ofSeconds(2));

      assertThatThrownBy(() -> impatient.read(ALL, new ReadFrom.Beginning(), e -> mortal.close()))
          .isInstanceOf(BrokerException.class)
          .hasMessage("the broker at " + mortal.bootstrap() + " stopped answering");
    }
  }

  private EventReader reader() {
    return new EventReader(settings, TIMEOUT);
  }

  private List<ReceivedEvent> read(ReadFrom from) {
    List<ReceivedEvent> events = new ArrayList<>();
    reader().read(ALL, from, events::add);
    return events;
  }

  private void publish(OutgoingEvent... events) {
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      assertThat(publisher.publish(List.of(events))).isEmpty();
    }
  }

  private static Optional<String> next(BlockingQueue<ReceivedEvent> seen)
      throws InterruptedException {
    return Optional.ofNullable(seen.poll(20, TimeUnit.SECONDS)).flatMap(ReceivedEvent::id);
  }

  private static List<String> ids(List<ReceivedEvent> events) {
    return events.stream().map(event -> event.id().orElse("none")).toList();
  }
}
