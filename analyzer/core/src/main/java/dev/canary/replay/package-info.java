/**
 * The one place that calls a model: a suite's cases, one after the other, each with its answer or
 * its failure.
 */
@NullMarked
package dev.canary.replay;

import org.jspecify.annotations.NullMarked;
