package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import dev.canary.format.ShortEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An outgoing event as a Kafka record: CloudEvents 1.0 in binary mode. The record is a function of
 * the event and the settings alone, so that a redelivery repeats every header and byte. No data
 * gives no value: a tombstone. Data that is too large for a record is shortened, and the extension
 * {@code dataref} says where the whole stands.
 */
final class CloudEventRecords {
  static final String CONTENT_TYPE = "application/json";

  private CloudEventRecords() {}

  static ProducerRecord<String, byte[]> record(OutgoingEvent event, KafkaSettings settings) {
    return KafkaMessageFactory.createWriter(event.topic().name(settings.topicPrefix()), event.key())
        .writeBinary(cloudEvent(event, settings.largestData()));
  }

  private static CloudEvent cloudEvent(OutgoingEvent event, int largestData) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(event.id())
            .withType(event.type())
            .withSource(URI.create(event.source()))
            .withSubject(event.subject())
            .withTime(event.time().atOffset(ZoneOffset.UTC));
    event.data().ifPresent(data -> with(builder, event, data.json(), largestData));
    return builder.build();
  }

  private static void with(
      CloudEventBuilder builder, OutgoingEvent event, String json, int largestData) {
    Optional<ShortEvent> shortened = ShortEvent.of(json, largestData);
    String left = shortened.map(ShortEvent::json).orElse(json);
    builder.withData(CONTENT_TYPE, Schemas.id(event.type()), left.getBytes(StandardCharsets.UTF_8));
    shortened.ifPresent(
        s ->
            builder.withExtension(
                "dataref",
                event.source()
                    + s.run()
                        .map(run -> "/runs/" + URLEncoder.encode(run, StandardCharsets.UTF_8))
                        .map(path -> path.replace("+", "%20"))
                        .orElse("")));
  }
}
