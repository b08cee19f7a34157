/**
 * The jobs behind the commands: the straight line from suite to record, the capture, the delivery.
 */
@NullMarked
package dev.canary.app.job;

import org.jspecify.annotations.NullMarked;
