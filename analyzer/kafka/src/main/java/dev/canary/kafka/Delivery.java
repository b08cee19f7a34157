package dev.canary.kafka;

import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String INTERRUPTED = "interrupted while waiting for the broker";

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaSettings settings;
  private final Map<Topic, String> closedTopics;
  private final Deadline deadline;
  private final Map<String, Deque<OutgoingEvent>> queues = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private Optional<String> lost = Optional.empty();
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

  /** True when the broker stopped answering: every event not acknowledged by then has failed. */
  boolean brokerLost() {
    return lost.isPresent();
  }

  /** True when the producer may still hold events, or be unable to send more. */
  boolean producerSpoiled() {
    return producerSpoiled || brokerLost();
  }

  private Map<OutgoingEvent, Future<RecordMetadata>> sendWave() {
    Map<OutgoingEvent, Future<RecordMetadata>> wave = new LinkedHashMap<>();
    for (Deque<OutgoingEvent> queue : queues.values()) {
      OutgoingEvent event = queue.element();
      if (lost.isEmpty() && deadline.sendingIsOver()) {
        lost = Optional.of(Reasons.lost(settings));
      }
      lost.ifPresentOrElse(
          reason -> fail(event, reason),
          () -> trySend(event).ifPresent(sent -> wave.put(event, sent)));
    }
    return wave;
  }

  private Optional<Future<RecordMetadata>> trySend(OutgoingEvent event) {
    try {
      Future<RecordMetadata> sent = producer.send(CloudEventRecords.record(event, settings));
      // It failed already: the others need not be tried when no broker was found.
      if (sent.isDone()) {
        await(event, sent);
        return Optional.empty();
      }
      return Optional.of(sent);
    } catch (InterruptException e) {
      lose(event, INTERRUPTED);
    } catch (KafkaException | IllegalArgumentException e) {
      producerSpoiled |= e instanceof KafkaException;
      fail(event, "event " + event.id() + " cannot be sent: " + Reasons.of(e, settings));
    }
    return Optional.empty();
  }

  private void await(OutgoingEvent event, Future<RecordMetadata> sent) {
    try {
      awaitPatiently(sent);
      queues.getOrDefault(event.key(), new ArrayDeque<>()).poll();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        lose(event, Reasons.lost(settings));
      } else {
        producerSpoiled |= !(e.getCause() instanceof RecordTooLargeException);
        fail(event, Reasons.of(e, settings));
      }
    } catch (TimeoutException e) {
      lose(event, Reachability.problem(settings, PATIENCE).orElse(Reasons.lost(settings)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lose(event, INTERRUPTED);
    }
  }

  /** Waits until the deadline, but no longer for a broker that is seen to be gone. */
  private void awaitPatiently(Future<RecordMetadata> sent)
      throws ExecutionException, TimeoutException, InterruptedException {
    while (true) {
      long left = brokerLost() ? 0 : deadline.nanosToWait();
      try {
        sent.get(Math.min(left, PATIENCE.toNanos()), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException e) {
        if (left <= PATIENCE.toNanos() || Reachability.problem(settings, PATIENCE).isPresent()) {
          throw e;
        }
      }
    }
  }

  private void lose(OutgoingEvent event, String reason) {
    lost = Optional.of(lost.orElse(reason));
    fail(event, lost.get());
  }

  /** The event and the later ones of its key. */
  private void fail(OutgoingEvent event, String reason) {
    Deque<OutgoingEvent> queue = queues.getOrDefault(event.key(), new ArrayDeque<>());
    queue.forEach(held -> failures.put(held.id(), reason));
    queue.clear();
  }
}
