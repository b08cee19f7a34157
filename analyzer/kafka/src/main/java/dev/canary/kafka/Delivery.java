package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * One call's events on their way. Sent in waves, of each key one event at a time: the next one
 * leaves only when the broker has acknowledged the one before, so that nothing can overtake an
 * event that fails. (The producer by itself keeps the order over retries, but sends the next batch
 * after giving one up.)
 */
final class Delivery {
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaSettings settings;
  private final Map<Topic, String> closedTopics;
  private final Deadline deadline;
  private final Map<String, Deque<OutgoingEvent>> queues = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private boolean brokerLost;
  private boolean producerSpoiled;

  /**
   * @param closedTopics why nothing may be sent to a topic: its events wait and hold nothing else
   *     back
   * @param deadline when to stop sending, and when to stop waiting
   */
  Delivery(
      KafkaProducer<String, byte[]> producer,
      KafkaSettings settings,
      Map<Topic, String> closedTopics,
      Deadline deadline) {
    this.producer = producer;
    this.settings = settings;
    this.closedTopics = closedTopics;
    this.deadline = deadline;
  }

  /** By id, why an event was not acknowledged. */
  Map<String, String> send(List<OutgoingEvent> events) {
    for (OutgoingEvent event : events) {
      String closed = closedTopics.get(event.topic());
      if (closed != null) {
        failures.put(event.id(), closed);
      } else {
        queues.computeIfAbsent(event.key(), key -> new ArrayDeque<>()).add(event);
      }
    }
    while (!queues.isEmpty()) {
      Map<OutgoingEvent, Future<RecordMetadata>> wave = sendWave();
      wave.forEach(this::await);
      queues.values().removeIf(Collection::isEmpty);
    }
    return failures;
  }

  /** True when an event failed because the broker did not answer: the others failed with it. */
  boolean brokerLost() {
    return brokerLost;
  }

  /** True when a failure may have left the producer unable to send anything more. */
  boolean producerSpoiled() {
    return producerSpoiled;
  }

  private Map<OutgoingEvent, Future<RecordMetadata>> sendWave() {
    Map<OutgoingEvent, Future<RecordMetadata>> wave = new LinkedHashMap<>();
    for (Deque<OutgoingEvent> queue : queues.values()) {
      OutgoingEvent event = queue.element();
      if (brokerLost || deadline.sendingIsOver()) {
        brokerLost = true;
        fail(event, Reasons.lost(settings));
      } else {
        trySend(event).ifPresent(sent -> wave.put(event, sent));
      }
    }
    return wave;
  }

  private Optional<Future<RecordMetadata>> trySend(OutgoingEvent event) {
    try {
      Future<RecordMetadata> sent =
          producer.send(CloudEventRecords.record(event, settings.topicPrefix()));
      brokerLost = failedForLackOfABroker(sent);
      return Optional.of(sent);
    } catch (InterruptException e) {
      brokerLost = true;
      fail(event, "interrupted while sending");
    } catch (KafkaException | IllegalArgumentException e) {
      producerSpoiled |= e instanceof KafkaException;
      fail(event, "event " + event.id() + " cannot be sent: " + Reasons.of(e, settings));
    }
    return Optional.empty();
  }

  /** The producer waits for a broker before it queues a record: once is enough. */
  private static boolean failedForLackOfABroker(Future<RecordMetadata> sent) {
    if (!sent.isDone()) {
      return false;
    }
    try {
      sent.get();
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void await(OutgoingEvent event, Future<RecordMetadata> sent) {
    try {
      sent.get(deadline.nanosToWait(), TimeUnit.NANOSECONDS);
      queues.getOrDefault(event.key(), new ArrayDeque<>()).poll();
    } catch (ExecutionException e) {
      fail(event, refused(e));
    } catch (TimeoutException e) {
      brokerLost = true;
      fail(event, Reasons.lost(settings));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      brokerLost = true;
      fail(event, "interrupted while waiting for the broker");
    }
  }

  private String refused(ExecutionException thrown) {
    Throwable cause = thrown.getCause();
    if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      brokerLost = true;
      return Reasons.lost(settings);
    }
    producerSpoiled |= !(cause instanceof RecordTooLargeException);
    return Reasons.of(thrown, settings);
  }

  /** The event and the later ones of its key. */
  private void fail(OutgoingEvent event, String reason) {
    Deque<OutgoingEvent> queue = queues.getOrDefault(event.key(), new ArrayDeque<>());
    queue.forEach(held -> failures.put(held.id(), reason));
    queue.clear();
  }
}
