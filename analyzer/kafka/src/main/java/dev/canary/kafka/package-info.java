/**
 * Events to Kafka and back.
 *
 * <p>{@code KafkaPublisher} sends what waits in an outbox. {@code EventConsumer} hands events to a
 * service, each once, and puts aside what it cannot read; {@code EventReader} looks at topics and
 * leaves no trace. {@code Topics} holds the topics of a broker against what they must be.
 */
@NullMarked
package dev.canary.kafka;

import org.jspecify.annotations.NullMarked;
