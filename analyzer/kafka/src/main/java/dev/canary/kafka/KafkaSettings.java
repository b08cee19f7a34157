package dev.canary.kafka;

import dev.canary.event.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the broker is and how to speak with it. The properties are Kafka's own client properties
 * (TLS, SASL, time-outs) and win over this product's choices, except those that its guarantees rest
 * on: these are refused by name.
 *
 * <p>No secret leaves through {@link #toString()} or {@link #masked(String)}.
 *
 * @param bootstrap addresses as {@code host:port}, separated by commas
 * @param topicPrefix what stands before every topic's name
 * @param properties client properties, used for the producer, the consumer and the administration
 *     client
 */
public record KafkaSettings(String bootstrap, String topicPrefix, Map<String, String> properties) {
  /** Less than the 1,048,588 bytes that a broker takes by default. */
  private static final int LARGEST_RECORD = 1_000_000;

  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  /** The properties that may not be set, each with the reason. */
  private static final Map<String, String> RESERVED = reserved();

  public KafkaSettings {
    properties = Map.copyOf(properties);
    List<String> problems = new ArrayList<>();
    addresses(bootstrap).stream()
        .filter(address -> Utils.getHost(address) == null || Utils.getPort(address) == null)
        .forEach(address -> problems.add("bootstrap: '" + address + "' is not host:port"));
    if (addresses(bootstrap).isEmpty()) {
      problems.add("bootstrap: no address given, expected host:port");
    }
    if (!PREFIX.matcher(topicPrefix).matches()) {
      problems.add(
          "topicPrefix: '" + topicPrefix + "' may hold only letters, digits, '.', '_' and '-'");
    }
    for (String key : new TreeSet<>(properties.keySet())) {
      if (RESERVED.containsKey(key)) {
        problems.add("properties: '" + key + "' may not be set: " + RESERVED.get(key));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("kafka: " + String.join("; ", problems));
    }
  }

  /** A broker without encryption or passwords, with the default topic prefix. */
  public static KafkaSettings of(String bootstrap) {
    return new KafkaSettings(bootstrap, Topic.DEFAULT_PREFIX, Map.of());
  }

  /** The single addresses of the bootstrap list. */
  List<String> addresses() {
    return addresses(bootstrap);
  }

  /**
   * The largest record that is sent, in bytes; the producer's own property {@code max.request.size}
   * lowers it.
   */
  int largestRecord() {
    try {
      String limit = properties.getOrDefault("max.request.size", "" + LARGEST_RECORD);
      return (int) Math.min(LARGEST_RECORD, Long.parseLong(limit));
    } catch (NumberFormatException e) {
      return LARGEST_RECORD; // Kafka itself names the property.
    }
  }

  /** The most bytes of data: what is left beside key, headers and the record's own frame. */
  int largestData() {
    return largestRecord() / 10 * 9;
  }

  /** The text with every secret of these properties replaced. */
  public String masked(String text) {
    return Secrets.masked(text, properties);
  }

  /** Names every property; shows a value only where Kafka itself declares that it is no secret. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    properties.forEach(
        (key, value) -> shown.put(key, Secrets.isSecret(key) ? Secrets.MASK : value));
    return "KafkaSettings[bootstrap="
        + bootstrap
        + ", topicPrefix="
        + topicPrefix
        + ", properties="
        + shown
        + "]";
  }

  private static List<String> addresses(String bootstrap) {
    return Pattern.compile(",")
        .splitAsStream(bootstrap)
        .map(String::strip)
        .filter(a -> !a.isEmpty())
        .toList();
  }

  private static Map<String, String> reserved() {
    Map<String, String> reserved = new TreeMap<>();
    reserved.put("bootstrap.servers", "give it as 'bootstrap'");
    reserved.put("max.block.ms", "a broker that is away must not hold up a run");
    for (String key : List.of("acks", "enable.idempotence", "transactional.id")) {
      reserved.put(key, "that no event is lost rests on it");
    }
    for (String key : List.of("partitioner.class", "partitioner.ignore.keys")) {
      reserved.put(key, "the order of a watch's events rests on it");
    }
    for (String side : List.of("key", "value")) {
      reserved.put(side + ".serializer", "records are CloudEvents in binary mode");
      reserved.put(side + ".deserializer", "records are CloudEvents in binary mode");
    }
    for (String key : List.of("group.id", "enable.auto.commit", "auto.offset.reset")) {
      reserved.put(key, "each reader decides it for itself");
    }
    return reserved;
  }
}
