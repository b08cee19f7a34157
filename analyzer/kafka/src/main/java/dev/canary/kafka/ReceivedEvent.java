package dev.canary.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record as read from the broker.
 *
 * @param topic the topic's full name
 * @param partition its partition
 * @param offset its offset in the partition
 * @param key the watch; empty when a foreign record has none
 * @param attributes the CloudEvents attributes by name ({@code id}, {@code type}, ...), and {@code
 *     datacontenttype}; empty for a record that is no CloudEvent in binary mode
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

  public ReceivedEvent {
    attributes = Map.copyOf(attributes);
  }

  static ReceivedEvent of(ConsumerRecord<String, byte[]> record) {
    Map<String, String> attributes = new TreeMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        String value = new String(header.value(), StandardCharsets.UTF_8);
        if (header.key().startsWith(PREFIX)) {
          attributes.put(header.key().substring(PREFIX.length()), value);
        } else if (header.key().equals("content-type")) {
          attributes.put("datacontenttype", value);
        }
      }
    }
    return new ReceivedEvent(
        record.topic(),
        record.partition(),
        record.offset(),
        Optional.ofNullable(record.key()),
        attributes,
        Optional.ofNullable(record.value())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
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
