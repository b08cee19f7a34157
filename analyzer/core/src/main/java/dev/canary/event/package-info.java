/**
 * What leaves the analyzer: events with computed ids, and the way from the outbox to the broker.
 */
@NullMarked
package dev.canary.event;

import org.jspecify.annotations.NullMarked;
