package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An outgoing event as a Kafka record: CloudEvents 1.0 in binary mode. The record is a function of
 * the event alone, so that a redelivery repeats every header and byte. No data gives no value: a
 * tombstone.
 */
final class CloudEventRecords {
  static final String CONTENT_TYPE = "application/json";

  private CloudEventRecords() {}

  static ProducerRecord<String, byte[]> record(OutgoingEvent event, String topicPrefix) {
    return KafkaMessageFactory.createWriter(event.topic().name(topicPrefix), event.key())
        .writeBinary(cloudEvent(event));
  }

  private static CloudEvent cloudEvent(OutgoingEvent event) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(event.id())
            .withType(event.type())
            .withSource(URI.create(event.source()))
            .withSubject(event.subject())
            .withTime(event.time().atOffset(ZoneOffset.UTC));
    event
        .data()
        .ifPresent(
            data -> builder.withData(CONTENT_TYPE, data.json().getBytes(StandardCharsets.UTF_8)));
    return builder.build();
  }
}
