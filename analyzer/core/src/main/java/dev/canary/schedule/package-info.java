/** When a watch is due: instants as functions of instants. */
@NullMarked
package dev.canary.schedule;

import org.jspecify.annotations.NullMarked;
