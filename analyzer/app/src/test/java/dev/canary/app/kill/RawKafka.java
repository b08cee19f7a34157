package dev.canary.app.kill;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a broker holds, read by a plain consumer: none of the code under test. */
final class RawKafka {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private RawKafka() {}

  /**
   * A record, redelivered or not.
   *
   * @param id its {@code ce_id}
   * @param content everything that a redelivery must repeat: topic, key, headers, value
   */
  record Delivered(String id, String topic, String key, String value, String content) {}

  /** Every record of every partition of the product's topics, each partition in its order. */
  static List<Delivered> read(String bootstrap) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics(PATIENCE).entrySet().stream()
              .filter(topic -> topic.getKey().startsWith("canary."))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readToEnd(consumer, partitions);
    }
  }

  private static List<Delivered> readToEnd(
      KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    long begin = System.nanoTime();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    List<Delivered> records = new ArrayList<>();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new AssertionError("the broker gave " + records.size() + " records and no more");
      }
      consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(delivered(record)));
    }
    return records;
  }

  private static Delivered delivered(ConsumerRecord<String, byte[]> record) {
    String value = new String(record.value(), StandardCharsets.UTF_8);
    String headers =
        Arrays.stream(record.headers().toArray())
            .map(h -> h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("\n"));
    String id = new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
    return new Delivered(
        id,
        record.topic(),
        record.key(),
        value,
        String.join("\n", record.topic(), record.key(), headers, value));
  }
}
