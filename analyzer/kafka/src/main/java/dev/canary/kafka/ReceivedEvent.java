package dev.canary.kafka;

import dev.canary.event.WatchEvent;
import dev.canary.format.CloudEventJson;
import dev.canary.format.FormatException;
import dev.canary.format.WatchEvents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record as read from the broker: a CloudEvent in binary or structured mode, or a foreign one.
 *
 * @param topic the topic's full name
 * @param partition its partition
 * @param offset its offset in the partition
 * @param key the watch; empty when a foreign record has none
 * @param attributes the CloudEvents attributes by name ({@code id}, {@code type}, ...), and {@code
 *     datacontenttype}; empty for a record that is no CloudEvent
 * @param data the JSON text; empty for a tombstone
 */
public record ReceivedEvent(
    String topic,
    int partition,
    long offset,
    Optional<String> key,
    Map<String, String> attributes,
    Optional<String> data) {
  private static final String PREFIX = "ce_";
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String STRUCTURED = "application/cloudevents+json";

  public ReceivedEvent {
    attributes = Map.copyOf(attributes);
  }

  static ReceivedEvent of(ConsumerRecord<String, byte[]> record) {
    Optional<String> value =
        Optional.ofNullable(record.value()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    Map<String, String> attributes = attributes(record.headers());
    if (attributes.getOrDefault(CONTENT_TYPE, "").startsWith(STRUCTURED) && value.isPresent()) {
      try {
        CloudEventJson.Parts parts = CloudEventJson.read(value.get());
        return of(record, parts.attributes(), parts.data());
      } catch (FormatException e) {
        return of(record, Map.of(), value);
      }
    }
    return of(record, attributes.containsKey("id") ? attributes : Map.of(), value);
  }

  private static ReceivedEvent of(
      ConsumerRecord<String, byte[]> record,
      Map<String, String> attributes,
      Optional<String> data) {
    return new ReceivedEvent(
        record.topic(),
        record.partition(),
        record.offset(),
        Optional.ofNullable(record.key()),
        attributes,
        data);
  }

  private static Map<String, String> attributes(Headers headers) {
    Map<String, String> attributes = new TreeMap<>();
    for (Header header : headers) {
      if (header.value() != null) {
        String value = new String(header.value(), StandardCharsets.UTF_8);
        if (header.key().startsWith(PREFIX)) {
          attributes.put(header.key().substring(PREFIX.length()), value);
        } else if (header.key().equals("content-type")) {
          attributes.put(CONTENT_TYPE, value);
        }
      }
    }
    return attributes;
  }

  /**
   * What it says.
   *
   * @throws FormatException if it is no event of this product
   */
  public WatchEvent event() throws FormatException {
    return WatchEvents.read(type().orElse(""), key().orElse(""), data);
  }

  /** The CloudEvents id; empty for a foreign record. */
  public Optional<String> id() {
    return Optional.ofNullable(attributes.get("id"));
  }

  /** The CloudEvents type; empty for a foreign record. */
  public Optional<String> type() {
    return Optional.ofNullable(attributes.get("type"));
  }

  /** True when the record deletes what its key stood for. */
  public boolean tombstone() {
    return data.isEmpty();
  }
}
