package dev.canary.kafka;

import dev.canary.event.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/**
 * Consumes events as a service does: as a member of a group, which shares the partitions and
 * remembers how far it came.
 *
 * <p>Each event is handed over typed, those of one watch in their order, and once: a redelivery is
 * dropped by its id. A member that begins, or takes a partition over, first reads the ids of the
 * {@value GroupMember#LOOK_BACK} records before the committed offset, so that it drops what was
 * handled before it came. Offsets are committed after handling, so that a crash loses nothing; what
 * was handled and not yet committed then comes again, with the same id. A record that is no event
 * of this product goes to the topic {@code dlq.v1} as it came, with the reason in the header {@code
 * canary_reason} and its place in {@code canary_topic}, {@code canary_partition} and {@code
 * canary_offset}, and stops nobody.
 *
 * <pre>{@code
 * new EventConsumer(KafkaSettings.of("kafka:9092"), "pager", Duration.ofSeconds(15))
 *     .consume(Set.of(Topic.ALERTS), stopped::get, (event, record) -> {
 *       if (event instanceof WatchEvent.AlertEvent alert) {
 *         page(alert.severity(), alert.watch(), alert.reason());
 *       }
 *     });
 * }</pre>
 */
public final class EventConsumer {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final String group;
  private final Duration timeout;

  /**
   * Connects to nothing yet.
   *
   * @param group the name that its members share; a group that is new begins with the oldest record
   * @param timeout how long the broker may take to answer a question
   */
  public EventConsumer(KafkaSettings settings, String group, Duration timeout) {
    if (group.isBlank()) {
      throw new IllegalArgumentException("the group needs a name");
    }
    this.settings = settings;
    this.group = group;
    this.timeout = timeout;
    KafkaLogs.quiet();
  }

  /**
   * Hands events over, on this thread, until {@code stop} says so; asks it at least ten times a
   * second while nothing comes. A broker that goes away on the way is waited for. The handling of
   * up to 500 events may last five minutes, as Kafka's {@code max.poll.records} and {@code
   * max.poll.interval.ms} have it, before another member takes over.
   *
   * @throws BrokerException when the broker is away at the start, refuses, or lacks a topic, that
   *     of the dead letters included
   */
  public void consume(Set<Topic> topics, BooleanSupplier stop, EventHandler handler) {
    consume(topics, Glance.NONE, stop, handler);
  }

  /**
   * As {@link #consume(Set, BooleanSupplier, EventHandler)}, with a look at other topics.
   *
   * @param glance at topics that are not among those consumed
   */
  public void consume(
      Set<Topic> topics, Glance glance, BooleanSupplier stop, EventHandler handler) {
    Reachability.require(settings, timeout);
    Set<Topic> all = EnumSet.copyOf(topics);
    all.addAll(glance.topics());
    try (KafkaConsumer<String, byte[]> consumer = Clients.consumer(settings, Optional.of(group));
        DeadLetters deadLetters = new DeadLetters(settings, timeout)) {
      requireAll(consumer, all);
      GroupMember member =
          new GroupMember(consumer, deadLetters, handler, timeout)
              .lookingAt(names(glance.topics()), glance.each());
      consumer.subscribe(names(all), member);
      while (!stop.getAsBoolean()) {
        member.poll(POLL);
      }
      consumer.close(CloseOptions.timeout(GRACE));
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new BrokerException(Reasons.noAnswer(settings), e);
    } catch (KafkaException e) {
      throw new BrokerException(Reasons.of(e, settings), e);
    }
  }

  private Set<String> names(Set<Topic> topics) {
    return topics.stream()
        .map(topic -> topic.name(settings.topicPrefix()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void requireAll(KafkaConsumer<String, byte[]> consumer, Set<Topic> topics) {
    Set<Topic> all = EnumSet.of(Topic.DLQ);
    all.addAll(topics);
    for (Topic topic : all) {
      String name = topic.name(settings.topicPrefix());
      if (consumer.partitionsFor(name, timeout).isEmpty()) {
        throw new BrokerException(Reasons.missing(name));
      }
    }
  }
}
