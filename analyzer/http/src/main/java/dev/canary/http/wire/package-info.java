/**
 * One request and its answer over HTTP, with the time of each phase and the exact fault where there
 * is none.
 */
@NullMarked
package dev.canary.http.wire;

import org.jspecify.annotations.NullMarked;
