/**
 * The project's own model server: real models behind real protocols, for tests and benchmarks.
 *
 * <p>It shares no code with the in-process targets, so that equal answers of both prove something.
 */
@NullMarked
package dev.canary.server;

import org.jspecify.annotations.NullMarked;
