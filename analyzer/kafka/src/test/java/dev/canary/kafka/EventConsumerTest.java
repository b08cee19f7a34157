package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.event.WatchEvent;
import dev.canary.event.WatchEvent.AlertEvent;
import dev.canary.event.WatchEvent.RemovedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that consume events from a real broker; each test has topics of its own. */
@Timeout(60)
class EventConsumerTest extends OnBroker {
  private static final Set<Topic> ALL =
      Set.of(Topic.RUNS, Topic.FINDINGS, Topic.ALERTS, Topic.STATE);

  @Test
  void eventsComeTypedAndARedeliveryOnce() {
    OutgoingEvent alert = alert("opened", "credit-risk");
    publish(alert, Events.tombstone("gone", "loans"));
    publish(alert);
    publish(alert("resolved", "credit-risk"));

    List<WatchEvent> events = consume("pager", 3);

    assertThat(events).filteredOn(RemovedEvent.class::isInstance).hasSize(1);
    assertThat(events)
        .filteredOn(AlertEvent.class::isInstance)
        .extracting(event -> ((AlertEvent) event).alert())
        .containsExactly("opened", "resolved");
  }

  @Test
  void bothModesOfCloudEventsAreRead() throws Exception {
    String structured =
        "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/a\", \"type\": \"dev.canary.alert.v1\","
            + " \"data\": "
            + json("structured", "credit-risk")
            + "}";
    send(
        Topic.ALERTS,
        "credit-risk",
        structured,
        "content-type",
        "application/cloudevents+json; charset=UTF-8");

    assertThat(consume("pager", 1))
        .singleElement()
        .isInstanceOfSatisfying(
            AlertEvent.class, event -> assertThat(event.alert()).isEqualTo("structured"));
  }

  @Test
  void whatCannotBeReadIsPutAsideAndStopsNobody() throws Exception {
    send(Topic.ALERTS, "credit-risk", "no event", "trace", "abc");
    publish(
        Events.event("half", Topic.ALERTS, "credit-risk", "{\"suite\": 1}"),
        alert("opened", "credit-risk"));

    assertThat(consume("pager", 1)).hasSize(1);

    List<ConsumerRecord<String, byte[]>> letters =
        Read.all(broker.bootstrap(), settings.topicPrefix()).stream()
            .filter(record -> record.topic().endsWith("dlq.v1"))
            .toList();
    assertThat(letters).hasSize(2);
    ConsumerRecord<String, byte[]> foreign = letters.get(0);
    assertThat(foreign.key()).isEqualTo("credit-risk");
    assertThat(new String(foreign.value(), StandardCharsets.UTF_8)).isEqualTo("no event");
    assertThat(Read.header(foreign, "trace")).isEqualTo("abc");
    assertThat(Read.header(foreign, "canary_topic"))
        .isEqualTo(Topic.ALERTS.name(settings.topicPrefix()));
    assertThat(Read.header(foreign, "canary_offset")).isEqualTo("0");
    assertThat(Read.header(foreign, "canary_reason")).startsWith("the event:1: not JSON");
    assertThat(Read.header(letters.get(1), "ce_id")).isEqualTo("half");
    assertThat(Read.header(letters.get(1), "canary_reason"))
        .contains("watch is missing")
        .contains("more");
  }

  @Test
  void whatWasHandledIsCommittedAndNothingElse() {
    publish(alert("first", "a"), alert("second", "a"), alert("third", "a"));
    List<String> handled = new ArrayList<>();

    assertThatThrownBy(
            () ->
                consumer("pager")
                    .consume(
                        ALL,
                        () -> false,
                        (event, record) -> {
                          if (((AlertEvent) event).alert().equals("second")) {
                            throw new IllegalStateException("full");
                          }
                          handled.add(((AlertEvent) event).alert());
                        }))
        .hasMessage("full");

    assertThat(handled).containsExactly("first");
    assertThat(consume("pager", 2))
        .extracting(event -> ((AlertEvent) event).alert())
        .containsExactly("second", "third");
    assertThat(consume("another", 3)).hasSize(3);
  }

  @Test
  void aMemberThatBeginsKnowsWhatWasHandledBeforeItCame() {
    publish(alert("first", "a"), alert("second", "a"));
    assertThat(consume("pager", 2)).hasSize(2);

    publish(alert("first", "a"), alert("second", "a"), alert("third", "a"));

    assertThat(consume("pager", 1))
        .extracting(event -> ((AlertEvent) event).alert())
        .containsExactly("third");
  }

  @Test
  void whoBeginsSeesTheNewestOfTheTopicsThatAreOnlyLookedAt() {
    publish(Events.event("run", Topic.RUNS, "a", "{}"), alert("first", "a"));
    for (int member = 0; member < 2; member++) {
      List<String> seen = new ArrayList<>();
      Glance glance = new Glance(Set.of(Topic.RUNS), record -> seen.add(record.id().orElseThrow()));

      consumer("pager")
          .consume(Set.of(Topic.ALERTS), glance, () -> !seen.isEmpty(), (event, record) -> {});

      assertThat(seen).containsExactly("run");
    }
  }

  @Test
  void membersOfAGroupShareTheWatchesAndTakeOverFromEachOther() throws Exception {
    settings = new KafkaSettings(broker.bootstrap(), "shared", Map.of());
    new Topics(settings, OptionalInt.of(2)).createMissing(TIMEOUT);
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "event-%02d".formatted(i)).toList();
    List<String> handled = new CopyOnWriteArrayList<>();
    AtomicBoolean firstStops = new AtomicBoolean();
    AtomicBoolean secondStops = new AtomicBoolean();
    EventHandler handler =
        (event, record) -> handled.add(event.watch() + " " + ((AlertEvent) event).alert());

    CompletableFuture<Void> first = follow(firstStops, handler);
    publish(events(ids.subList(0, 20)));
    await(handled, 40);
    CompletableFuture<Void> second = follow(secondStops, handler);
    publish(events(ids.subList(20, 40)));
    await(handled, 80);
    firstStops.set(true);
    first.get(20, TimeUnit.SECONDS);
    publish(events(ids.subList(40, 60)));
    await(handled, 120);
    secondStops.set(true);
    second.get(20, TimeUnit.SECONDS);

    for (String watch : List.of("a", "b")) {
      assertThat(handled.stream().distinct().filter(line -> line.startsWith(watch)))
          .containsExactlyElementsOf(ids.stream().map(id -> watch + " " + id).toList());
    }
  }

  @Test
  void withoutATopicForWhatCannotBeReadNothingIsConsumed() {
    settings = new KafkaSettings(broker.bootstrap(), "absent", Map.of());

    assertThatThrownBy(() -> consume("pager", 1))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("is missing: create it");
  }

  private static OutgoingEvent[] events(List<String> ids) {
    return ids.stream()
        .flatMap(id -> List.of("a", "b").stream().map(watch -> alert(id, watch)))
        .toArray(OutgoingEvent[]::new);
  }

  private CompletableFuture<Void> follow(AtomicBoolean stop, EventHandler handler) {
    return CompletableFuture.runAsync(
        () -> consumer("pager").consume(Set.of(Topic.ALERTS), stop::get, handler));
  }

  private static void await(List<String> handled, int count) throws InterruptedException {
    while (handled.stream().distinct().count() < count) {
      Thread.sleep(10);
    }
  }

  private List<WatchEvent> consume(String group, int count) {
    List<WatchEvent> events = new ArrayList<>();
    consumer(group)
        .consume(ALL, () -> events.size() >= count, (event, record) -> events.add(event));
    return events;
  }

  private EventConsumer consumer(String group) {
    return new EventConsumer(settings, settings.topicPrefix() + group, TIMEOUT);
  }

  private void publish(OutgoingEvent... events) {
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      assertThat(publisher.publish(List.of(events))).isEmpty();
    }
  }

  private void send(Topic topic, String key, String value, String header, String text)
      throws Exception {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topic.name(settings.topicPrefix()), key, value.getBytes(StandardCharsets.UTF_8));
    record.headers().add(header, text.getBytes(StandardCharsets.UTF_8));
    try (KafkaProducer<String, byte[]> producer =
        Clients.producer(settings, TIMEOUT, Duration.ofSeconds(3))) {
      producer.send(record).get();
    }
  }

  private static OutgoingEvent alert(String alert, String watch) {
    return Events.event(watch + alert, Topic.ALERTS, watch, json(alert, watch));
  }

  private static String json(String alert, String watch) {
    return Released.event("0.1.0", "alert")
        .replaceAll("\"alert\": \"[^\"]*\"", "\"alert\": \"" + alert + "\"")
        .replaceAll("\"watch\": \"[^\"]*\"", "\"watch\": \"" + watch + "\"");
  }
}
