package dev.canary.kafka;

import dev.canary.event.WatchEvent;
import dev.canary.format.FormatException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;

/**
 * Handles the partitions that its group gives to it. An offset is committed only after its event
 * was handled, and before another member takes the partition over.
 */
final class GroupMember implements ConsumerRebalanceListener {
  /** So many records of a partition are read again: more than a relay sends at once. */
  static final int LOOK_BACK = 1_000;

  private static final int KNOWN_IDS = 100_000;

  private final KafkaConsumer<String, byte[]> consumer;
  private final DeadLetters deadLetters;
  private final EventHandler handler;
  private final Duration timeout;
  private final KnownIds known = new KnownIds(KNOWN_IDS);
  private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();

  /** Where handling goes on: what stands before was handled by whoever had the partition. */
  private final Map<TopicPartition, Long> resumed = new HashMap<>();

  private Set<String> lookedAt = Set.of();
  private Consumer<ReceivedEvent> look = record -> {};

  GroupMember(
      KafkaConsumer<String, byte[]> consumer,
      DeadLetters deadLetters,
      EventHandler handler,
      Duration timeout) {
    this.consumer = consumer;
    this.deadLetters = deadLetters;
    this.handler = handler;
    this.timeout = timeout;
  }

  /** Hands the records of some of the topics over and commits none of their offsets. */
  GroupMember lookingAt(Set<String> topics, Consumer<ReceivedEvent> each) {
    lookedAt = topics;
    look = each;
    return this;
  }

  void poll(Duration longest) {
    ConsumerRecords<String, byte[]> records = consumer.poll(longest);
    try {
      for (ConsumerRecord<String, byte[]> record : records) {
        take(record, new TopicPartition(record.topic(), record.partition()));
      }
    } finally {
      commit();
    }
  }

  private void take(ConsumerRecord<String, byte[]> record, TopicPartition partition) {
    ReceivedEvent received = ReceivedEvent.of(record);
    if (lookedAt.contains(record.topic())) {
      look.accept(received);
    } else if (record.offset() < resumed.getOrDefault(partition, 0L)) {
      known.add(received);
    } else {
      handle(received, record);
      handled.put(partition, new OffsetAndMetadata(record.offset() + 1));
    }
  }

  private void handle(ReceivedEvent received, ConsumerRecord<String, byte[]> record) {
    if (!known.isNew(received)) {
      return;
    }
    Optional<WatchEvent> event = read(received, record);
    event.ifPresent(readable -> handler.handle(readable, received));
    known.add(received);
  }

  /** What it says; if it cannot be read, it is put aside. */
  private Optional<WatchEvent> read(ReceivedEvent received, ConsumerRecord<String, byte[]> record) {
    try {
      return Optional.of(received.event());
    } catch (FormatException e) {
      deadLetters.add(record, e.summary());
      return Optional.empty();
    }
  }

  private void commit() {
    if (handled.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(handled, timeout);
      handled.clear();
    } catch (CommitFailedException e) {
      handled.clear(); // The partitions are another's by now, who handles the events again.
    } catch (RebalanceInProgressException | TimeoutException e) {
      // The next time covers it, or the events are handled again.
    } catch (KafkaException e) {
      if (!isForgotten(e)) {
        throw e;
      }
      // The group is made anew at the member's next heart-beat: the next time covers it, too.
    }
  }

  /** The broker has lost what it knew of its groups; the client knows no exception for that. */
  private static boolean isForgotten(KafkaException e) {
    return String.valueOf(e.getMessage()).endsWith(Errors.GROUP_ID_NOT_FOUND.message());
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    handled.keySet().removeAll(partitions);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    try {
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, timeout);
      Map<TopicPartition, Long> last = consumer.endOffsets(partitions, timeout);
      for (TopicPartition partition : partitions) {
        boolean looked = lookedAt.contains(partition.topic());
        long next =
            looked ? last.getOrDefault(partition, 0L) : consumer.position(partition, timeout);
        resumed.put(partition, next);
        consumer.seek(partition, Math.max(first.getOrDefault(partition, next), next - LOOK_BACK));
      }
    } catch (TimeoutException e) {
      // The broker has no time for it: a redelivery may be seen twice, as after any crash.
    }
  }
}
