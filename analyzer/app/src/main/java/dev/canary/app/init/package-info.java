/**
 * Looks at a model server, and writes a first suite for a model: edge cases from what it tells of
 * its inputs.
 */
@NullMarked
package dev.canary.app.init;

import org.jspecify.annotations.NullMarked;
