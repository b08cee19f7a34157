package dev.canary.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing to a real broker that is well; each test has topics of its own. */
@Timeout(60)
class KafkaPublisherTest extends OnBroker {
  @Test
  void cloudEventsOwnDeserializerReadsWhatIsSent() {
    OutgoingEvent event = Events.event("run-1", Topic.RUNS, "credit-risk");

    assertThat(publish(event)).isEmpty();

    CloudEvent read =
        Read.all(
                broker.bootstrap(),
                settings.topicPrefix(),
                EnumSet.of(Topic.RUNS),
                new CloudEventDeserializer())
            .get(0)
            .value();
    assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(read.getId()).isEqualTo("run-1");
    assertThat(read.getType()).isEqualTo("dev.canary.run.v1");
    assertThat(read.getSource()).isEqualTo(URI.create("/workspace/credit-risk"));
    assertThat(read.getSubject()).isEqualTo("run of run-1");
    assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2026-03-04T05:06:07.000000089Z"));
    assertThat(read.getDataContentType()).isEqualTo("application/json");
    assertThat(read.getData().toBytes()).isEqualTo(bytes(event));
  }

  @Test
  void anEventIsARecordInBinaryMode() {
    OutgoingEvent event = Events.event("run-1", Topic.RUNS, "credit-risk");

    publish(event);

    ConsumerRecord<String, byte[]> record = read().get(0);
    assertThat(record.key()).isEqualTo("credit-risk");
    assertThat(record.value()).isEqualTo(bytes(event));
    assertThat(headers(record))
        .containsExactlyInAnyOrder(
            "ce_specversion=1.0",
            "ce_id=run-1",
            "ce_type=dev.canary.run.v1",
            "ce_source=/workspace/credit-risk",
            "ce_subject=run of run-1",
            "ce_time=2026-03-04T05:06:07.000000089Z",
            "content-type=application/json",
            "ce_dataschema=urn:dev.canary:schema:run.v1");
  }

  @Test
  void aTombstoneHasAnIdAndNoValue() {
    assertThat(publish(Events.tombstone("gone", "credit-risk"))).isEmpty();

    ConsumerRecord<String, byte[]> record = read().get(0);
    assertThat(record.value()).isNull();
    assertThat(Read.header(record, "ce_id")).isEqualTo("gone");
  }

  @Test
  void eventsOfOneKeyKeepTheirOrder() {
    List<OutgoingEvent> events = Events.many("order", 200, 7);

    assertThat(publish(events)).isEmpty();

    List<ConsumerRecord<String, byte[]>> read = read();
    for (int key = 0; key < 7; key++) {
      String name = "order-key-" + key;
      assertThat(read.stream().filter(r -> r.key().equals(name)).map(r -> Read.header(r, "ce_id")))
          .containsExactlyElementsOf(
              events.stream().filter(e -> e.key().equals(name)).map(OutgoingEvent::id).toList());
    }
  }

  @Test
  void aRedeliveryRepeatsHeadersAndBytes() {
    OutgoingEvent event = Events.event("run-1", Topic.RUNS, "credit-risk");

    publish(event);
    publish(event);

    List<ConsumerRecord<String, byte[]>> read = read();
    assertThat(read).hasSize(2);
    assertThat(headers(read.get(1))).isEqualTo(headers(read.get(0)));
    assertThat(read.get(1).value()).isEqualTo(read.get(0).value());
  }

  @Test
  void nothingToSendNeedsNoBroker() {
    try (KafkaPublisher publisher = new KafkaPublisher(KafkaSettings.of("127.0.0.1:1"), TIMEOUT)) {
      assertThat(publisher.publish(List.of())).isEmpty();
    }
  }

  @Test
  void eventsOfAMissingTopicWaitWhileOthersGo() {
    settings = new KafkaSettings(broker.bootstrap(), "absent", Map.of());
    OutgoingEvent run = Events.event("run-1", Topic.RUNS, "credit-risk");

    assertThat(publish(run))
        .containsExactly(
            entry(
                "run-1",
                "topic absent.runs.v1 is missing: create it (`canary topics` prints how)"));
    assertThat(new Topics(settings).check(TIMEOUT)).hasSize(5);
  }

  @Test
  void aMissingTopicHoldsBackNoOtherTopic() throws Exception {
    settings = new KafkaSettings(broker.bootstrap(), "partly", Map.of());
    try (Admin admin = Clients.admin(settings)) {
      admin.createTopics(List.of(new NewTopic("partly.findings.v1", 1, (short) 1))).all().get();
    }
    while (new Topics(settings).check(TIMEOUT).stream().anyMatch(isMissing("partly.findings.v1"))) {
      Thread.onSpinWait(); // The broker answers before it serves the topic.
    }
    OutgoingEvent run = Events.event("run-1", Topic.RUNS, "credit-risk");
    OutgoingEvent finding = Events.event("finding-1", Topic.FINDINGS, "credit-risk");

    assertThat(publish(run, finding)).containsOnlyKeys("run-1");
  }

  private static Predicate<Difference> isMissing(String topic) {
    return difference ->
        difference.topic().equals(topic) && difference.found().contains("is missing");
  }

  @Test
  void dataThatIsTooLargeIsSentShortenedAndSaysWhereTheWholeStands() {
    String note =
        "{\"id\": \"c\", \"deviation\": 1.5, \"note\": \"%s\"}".formatted("é".repeat(600_000));
    String large =
        "{\"run\": {\"id\": \"a b@2026-03-04T05:06:07Z\"}, \"findings\": [{\"cases\": [%s]}]}"
            .formatted(note);

    assertThat(publish(Events.event("large", Topic.RUNS, "a", large))).isEmpty();

    ConsumerRecord<String, byte[]> record = read().get(0);
    assertThat(new String(record.value(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"run\":{\"id\":\"a b@2026-03-04T05:06:07Z\"},"
                + "\"findings\":[{\"cases\":[{\"id\":\"c\",\"deviation\":1.5}]}],\"omitted\":[\"notes\"]}");
    assertThat(Read.header(record, "ce_dataref"))
        .isEqualTo("/workspace/a/runs/a%20b%402026-03-04T05%3A06%3A07Z");
  }

  @Test
  void anEventThatFailsHoldsBackTheLaterOnesOfItsKey() {
    String tooLong = "\"" + "x".repeat(1_100_000) + "\"";

    Map<String, String> failures =
        publish(
            Events.event("before", Topic.RUNS, "a"),
            Events.event("large", Topic.RUNS, "a", tooLong),
            Events.event("after", Topic.FINDINGS, "a"),
            Events.event("other", Topic.RUNS, "b"));

    assertThat(failures).containsOnlyKeys("large", "after");
    assertThat(failures.get("large")).contains("1100").isEqualTo(failures.get("after"));
    assertThat(read().stream().map(r -> Read.header(r, "ce_id")))
        .containsExactly("before", "other");
  }

  @Test
  void anEventThatIsNoCloudEventFailsAlone() {
    OutgoingEvent good = Events.event("good", Topic.RUNS, "b");
    OutgoingEvent bad = Events.event("bad", Topic.RUNS, "not a URI: %");

    assertThat(publish(bad, good)).containsOnlyKeys("bad");
  }

  @Test
  void settingsThatKafkaRefusesAreAReason() {
    settings =
        new KafkaSettings(
            broker.bootstrap(), settings.topicPrefix(), Map.of("security.protocol", "PLAIN_TEXT"));

    assertThat(publish(Events.event("run-1", Topic.RUNS, "a")).get("run-1"))
        .contains("security.protocol", "PLAIN_TEXT");
  }

  private Map<String, String> publish(OutgoingEvent... events) {
    return publish(List.of(events));
  }

  private Map<String, String> publish(List<OutgoingEvent> events) {
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      return publisher.publish(events);
    }
  }

  private List<ConsumerRecord<String, byte[]>> read() {
    return Read.all(broker.bootstrap(), settings.topicPrefix());
  }

  private static byte[] bytes(OutgoingEvent event) {
    return event.data().orElseThrow().json().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> headers(ConsumerRecord<?, ?> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
