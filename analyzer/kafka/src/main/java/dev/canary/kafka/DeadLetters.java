package dev.canary.kafka;

import dev.canary.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts records that cannot be read aside: each as it came, with headers that say where from and
 * why, so that one of them stops nobody and none is lost.
 */
final class DeadLetters implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final Duration timeout;
  private @Nullable KafkaProducer<String, byte[]> producer;

  DeadLetters(KafkaSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
  }

  /**
   * Returns when the broker has it.
   *
   * @throws BrokerException when the broker does not take it
   */
  void add(ConsumerRecord<String, byte[]> record, String reason) {
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(
            Topic.DLQ.name(settings.topicPrefix()),
            null,
            record.key(),
            record.value(),
            record.headers());
    put(letter.headers(), "reason", settings.masked(reason));
    put(letter.headers(), "topic", record.topic());
    put(letter.headers(), "partition", Integer.toString(record.partition()));
    put(letter.headers(), "offset", Long.toString(record.offset()));
    try {
      send(letter);
    } catch (RecordTooLargeException e) {
      // The headers are what made it so. Topic, partition and offset still tell which it is.
      send(new ProducerRecord<>(letter.topic(), null, letter.key(), new byte[0], letter.headers()));
    }
  }

  private static void put(Headers headers, String name, String value) {
    headers.add("canary_" + name, value.getBytes(StandardCharsets.UTF_8));
  }

  private void send(ProducerRecord<String, byte[]> letter) {
    if (producer == null) {
      producer = Clients.producer(settings, timeout, timeout);
    }
    try {
      producer.send(letter).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException tooLarge) {
        throw tooLarge;
      }
      throw new BrokerException(Reasons.of(e, settings), e);
    } catch (TimeoutException e) {
      throw new BrokerException(Reasons.lost(settings), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(GRACE);
    }
  }
}
