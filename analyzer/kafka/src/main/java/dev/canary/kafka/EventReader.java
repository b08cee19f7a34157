package dev.canary.kafka;

import dev.canary.event.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Looks at what is on the topics, each id once, foreign records too, and leaves no trace. Holds
 * nothing between calls; each connects, reads and disconnects. A service that has to act on every
 * event uses {@link EventConsumer}.
 */
public final class EventReader {
  private static final int KNOWN_IDS = 100_000;

  private final KafkaSettings settings;
  private final Duration timeout;

  /**
   * @param timeout how long the broker may be silent before reading to the end gives up
   */
  public EventReader(KafkaSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    KafkaLogs.quiet();
  }

  /**
   * Reads what is there now: at least up to the end of each partition at the time of the call.
   *
   * @param each receives the events, in order within a partition
   * @throws BrokerException when the broker is away, refuses, stops answering, or lacks a topic
   */
  public void read(Set<Topic> topics, ReadFrom from, Consumer<ReceivedEvent> each) {
    reading(
        topics,
        from,
        each,
        subscription -> {
          subscription.fixEnds();
          while (!subscription.atEnds()) {
            subscription.poll();
            subscription.failWhenSilentFor(timeout);
          }
        });
  }

  /**
   * Reads what is there and whatever comes until {@code stop} says so; asks it at least ten times a
   * second. A broker that goes away on the way is waited for; so is one that comes back.
   *
   * @throws BrokerException when the broker is away at the start, refuses, or lacks a topic
   */
  public void follow(
      Set<Topic> topics, ReadFrom from, BooleanSupplier stop, Consumer<ReceivedEvent> each) {
    reading(
        topics,
        from,
        each,
        subscription -> {
          while (!stop.getAsBoolean()) {
            subscription.poll();
          }
        });
  }

  private void reading(
      Set<Topic> topics, ReadFrom from, Consumer<ReceivedEvent> each, Consumer<Subscription> task) {
    Reachability.require(settings, timeout);
    List<String> names =
        topics.stream().sorted().map(topic -> topic.name(settings.topicPrefix())).toList();
    KnownIds known = new KnownIds(KNOWN_IDS);
    Consumer<ReceivedEvent> once =
        event -> {
          if (known.isNew(event)) {
            known.add(event);
            each.accept(event);
          }
        };
    try (Subscription subscription = Subscription.open(settings, timeout, names, from, once)) {
      task.accept(subscription);
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new BrokerException(Reasons.noAnswer(settings), e);
    } catch (KafkaException e) {
      throw new BrokerException(Reasons.of(e, settings), e);
    }
  }
}
