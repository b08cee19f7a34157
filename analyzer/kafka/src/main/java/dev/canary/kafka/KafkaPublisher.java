package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Publisher;
import dev.canary.event.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka as CloudEvents 1.0 in binary mode, keyed, acknowledged by all replicas, by
 * an idempotent producer.
 *
 * <p>A call never lasts much longer than its time-out. When the broker is away, every event fails
 * with one reason, at once where nothing listens. The events of a missing topic wait with their
 * reason while those of other topics go; any other failure holds back the later events of its key,
 * whatever their topic. Nothing is created on the broker.
 *
 * <p>An event that was reported as failed may have arrived, if its acknowledgement was what got
 * lost: it is sent again with the same id and bytes, and a reader drops the second.
 */
public final class KafkaPublisher implements Publisher {
  /** The time-out that {@code canary run} uses. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final Duration timeout;

  /** The longest that connecting, asking for the topics, or one send may take. */
  private final Duration step;

  private @Nullable KafkaProducer<String, byte[]> producer;
  private @Nullable Admin admin;
  private boolean answered;
  private boolean closed;

  /**
   * Connects to nothing yet.
   *
   * @param timeout how long one call of {@link #publish} may last in all
   */
  public KafkaPublisher(KafkaSettings settings, Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("timeout must be at least 100 ms, is " + timeout);
    }
    this.settings = settings;
    this.timeout = timeout;
    Duration quarter = timeout.dividedBy(4);
    this.step = quarter.compareTo(LONGEST_BLOCK) < 0 ? quarter : LONGEST_BLOCK;
    KafkaLogs.quiet();
  }

  @Override
  public synchronized Map<String, String> publish(List<OutgoingEvent> events) {
    if (closed) {
      throw new IllegalStateException("the publisher is closed");
    }
    if (events.isEmpty()) {
      return Map.of();
    }
    Deadline deadline = Deadline.startingNow(timeout, step);
    try {
      return send(events, deadline);
    } catch (BrokerException e) {
      answered = false;
      return allFail(events, String.valueOf(e.getMessage()));
    } catch (KafkaException e) { // Settings that Kafka refuses, or an interruption.
      answered = false;
      return allFail(events, Reasons.of(e, settings));
    }
  }

  private Map<String, String> send(List<OutgoingEvent> events, Deadline deadline) {
    Optional<String> away = answered ? Optional.empty() : Reachability.problem(settings, step);
    if (away.isPresent()) {
      throw new BrokerException(away.get());
    }
    Delivery delivery = new Delivery(producer(), settings, closedTopics(events), deadline);
    Map<String, String> failures = delivery.send(events);
    answered = !delivery.brokerLost();
    if (delivery.producerSpoiled()) {
      closeProducer(Duration.ZERO); // Nothing may leave after the call, behind what comes next.
    }
    return failures;
  }

  private Map<Topic, String> closedTopics(List<OutgoingEvent> events) {
    Set<Topic> topics = events.stream().map(OutgoingEvent::topic).collect(Collectors.toSet());
    try {
      return TopicCheck.problems(admin(), settings, topics, step);
    } catch (BrokerException e) {
      // The broker may have gone since it answered last: then this says it better.
      throw new BrokerException(
          Reachability.problem(settings, step).orElse(String.valueOf(e.getMessage())), e);
    }
  }

  private static Map<String, String> allFail(List<OutgoingEvent> events, String reason) {
    Map<String, String> failures = new LinkedHashMap<>();
    events.forEach(event -> failures.put(event.id(), reason));
    return failures;
  }

  private KafkaProducer<String, byte[]> producer() {
    KafkaProducer<String, byte[]> current = producer;
    if (current == null) {
      current = Clients.producer(settings, timeout, step);
      producer = current;
    }
    return current;
  }

  private Admin admin() {
    Admin current = admin;
    if (current == null) {
      current = Clients.admin(settings);
      admin = current;
    }
    return current;
  }

  @Override
  public synchronized boolean lostTheBroker() {
    return !answered;
  }

  /** Gives up, within about two seconds, whatever is not acknowledged. */
  @Override
  public synchronized void close() {
    closed = true;
    closeProducer(GRACE);
    if (admin != null) {
      admin.close(GRACE);
      admin = null;
    }
  }

  private void closeProducer(Duration grace) {
    if (producer != null) {
      producer.close(grace);
      producer = null;
    }
  }

  /** The settings without their secrets. */
  @Override
  public String toString() {
    return "KafkaPublisher[" + settings + ", timeout=" + timeout + "]";
  }
}
