/** Events to Kafka and back. */
@NullMarked
package dev.canary.kafka;

import org.jspecify.annotations.NullMarked;
