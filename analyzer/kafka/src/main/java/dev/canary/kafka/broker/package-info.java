/** A Kafka broker inside the process, for a workspace that has none of its own. */
@NullMarked
package dev.canary.kafka.broker;

import org.jspecify.annotations.NullMarked;
