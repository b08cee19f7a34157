/** Distances and tests: arrays in, small records of results out. */
@NullMarked
package dev.canary.stats;

import org.jspecify.annotations.NullMarked;
