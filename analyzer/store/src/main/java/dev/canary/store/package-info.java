/** Runs, observations and outgoing events in SQL. */
@NullMarked
package dev.canary.store;

import org.jspecify.annotations.NullMarked;
