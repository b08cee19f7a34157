package dev.canary.kafka;

import dev.canary.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics back with a plain consumer, as another program would: none of the code under test.
 */
public final class Read {
  private Read() {}

  /** Every record of every topic under the prefix, redeliveries too. */
  public static List<ConsumerRecord<String, byte[]>> all(String bootstrap, String prefix) {
    return all(bootstrap, prefix, EnumSet.allOf(Topic.class), new ByteArrayDeserializer());
  }

  /** Every record of some topics. */
  public static <T> List<ConsumerRecord<String, T>> all(
      String bootstrap, String prefix, Set<Topic> topics, Deserializer<T> values) {
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    try (KafkaConsumer<String, T> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), values)) {
      List<TopicPartition> partitions =
          topics.stream().map(topic -> new TopicPartition(topic.name(prefix), 0)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** A header's text. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
