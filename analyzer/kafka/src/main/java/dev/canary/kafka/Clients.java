package dev.canary.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka's clients: this product's choices, then the user's properties, then what guarantees
 * rest on.
 */
final class Clients {
  private Clients() {}

  static KafkaProducer<String, byte[]> producer(
      KafkaSettings settings, Duration timeout, Duration block) {
    Map<String, Object> config = common("canary-publisher");
    config.put("linger.ms", "0");
    config.put("request.timeout.ms", text(timeout.dividedBy(2)));
    config.putAll(settings.properties());
    if (!settings.properties().containsKey("delivery.timeout.ms")) {
      config.put("delivery.timeout.ms", Long.toString(deliveryTimeout(config, timeout)));
    }
    config.put("bootstrap.servers", settings.bootstrap());
    config.put("acks", "all");
    config.put("enable.idempotence", "true");
    config.put("max.block.ms", text(block));
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  static Admin admin(KafkaSettings settings) {
    Map<String, Object> config = common("canary-admin");
    config.putAll(settings.properties());
    config.put("bootstrap.servers", settings.bootstrap());
    return Admin.create(config);
  }

  static KafkaConsumer<String, byte[]> consumer(KafkaSettings settings, Optional<String> group) {
    Map<String, Object> config = common("canary-reader");
    config.put("allow.auto.create.topics", "false");
    // A fetch from empty topics holds up those that are not.
    config.put("fetch.max.wait.ms", "100");
    config.putAll(settings.properties());
    config.put("bootstrap.servers", settings.bootstrap());
    config.put("enable.auto.commit", "false");
    config.put("auto.offset.reset", "earliest");
    group.ifPresent(name -> config.put("group.id", name));
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** No management beans and no usage figures to the broker: nobody asked for them. */
  private static Map<String, Object> common(String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put("client.id", clientId);
    config.put("metric.reporters", "");
    config.put("enable.metrics.push", "false");
    return config;
  }

  /**
   * Kafka refuses a delivery time-out below the request's, so a longer one of the user's lifts it.
   */
  private static long deliveryTimeout(Map<String, Object> config, Duration timeout) {
    try {
      long request = Long.parseLong(String.valueOf(config.get("request.timeout.ms")));
      long linger = Long.parseLong(String.valueOf(config.get("linger.ms")));
      return Math.max(timeout.toMillis(), request + linger);
    } catch (NumberFormatException e) {
      return timeout.toMillis(); // Kafka itself names the property.
    }
  }

  private static String text(Duration duration) {
    return Long.toString(Math.max(1, duration.toMillis()));
  }
}
