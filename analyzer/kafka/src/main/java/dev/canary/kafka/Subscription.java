package dev.canary.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** One consumer on all partitions of some topics. */
final class Subscription implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Duration timeout;
  private final Consumer<ReceivedEvent> each;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private Map<TopicPartition, Long> reached = Map.of();
  private long lastProgress = System.nanoTime();

  private Subscription(KafkaSettings settings, Duration timeout, Consumer<ReceivedEvent> each) {
    this.settings = settings;
    this.timeout = timeout;
    this.each = each;
    this.consumer = Clients.consumer(settings, Optional.empty());
  }

  static Subscription open(
      KafkaSettings settings,
      Duration timeout,
      List<String> topics,
      ReadFrom from,
      Consumer<ReceivedEvent> each) {
    Subscription subscription = new Subscription(settings, timeout, each);
    try {
      subscription.consumer.assign(subscription.partitions(topics));
      subscription.seek(from);
      return subscription;
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  private List<TopicPartition> partitions(List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> found = consumer.partitionsFor(topic, timeout);
      if (found == null || found.isEmpty()) {
        throw new BrokerException(Reasons.missing(topic));
      }
      found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    return partitions;
  }

  private void seek(ReadFrom from) {
    Set<TopicPartition> partitions = consumer.assignment();
    if (from instanceof ReadFrom.Beginning) {
      consumer.seekToBeginning(partitions);
    } else if (from instanceof ReadFrom.Offset start) {
      partitions.forEach(partition -> consumer.seek(partition, start.offset()));
    } else if (from instanceof ReadFrom.Time start) {
      seekToTime(partitions, start.instant().toEpochMilli());
    }
  }

  private void seekToTime(Set<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, millis));
    Map<TopicPartition, Long> last = consumer.endOffsets(partitions, timeout);
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, timeout);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      consumer.seek(partition, first == null ? last.getOrDefault(partition, 0L) : first.offset());
    }
  }

  /** Takes the present ends of all partitions as the goal. */
  void fixEnds() {
    ends.putAll(consumer.endOffsets(consumer.assignment(), timeout));
  }

  /** By position, not by record: the last offsets of a compacted topic may hold none. */
  boolean atEnds() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), timeout) >= end.getValue());
  }

  void poll() {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      each.accept(ReceivedEvent.of(record));
    }
  }

  void failWhenSilentFor(Duration limit) {
    Map<TopicPartition, Long> now = new HashMap<>();
    ends.keySet().forEach(partition -> now.put(partition, consumer.position(partition, timeout)));
    if (!now.equals(reached)) {
      reached = now;
      lastProgress = System.nanoTime();
    } else if (System.nanoTime() - lastProgress > limit.toNanos()) {
      throw new BrokerException(Reasons.lost(settings));
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(GRACE));
  }
}
