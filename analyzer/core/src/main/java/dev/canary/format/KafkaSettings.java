package dev.canary.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where events go. */
public sealed interface KafkaSettings {
  /** What holds when nothing is said: a broker in the process. */
  KafkaSettings DEFAULT = new Embedded();

  /** A broker in the process, its data below the state folder. */
  record Embedded() implements KafkaSettings {}

  /** Nowhere: events wait in the outbox. */
  record None() implements KafkaSettings {}

  /**
   * Brokers elsewhere.
   *
   * @param bootstrap addresses as Kafka's {@code bootstrap.servers} takes them
   * @param topicPrefix what the names of topics begin with
   * @param properties passed on to the client: TLS, SASL
   */
  record Brokers(Secret bootstrap, String topicPrefix, Map<String, Secret> properties)
      implements KafkaSettings {
    public Brokers {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
  }
}
