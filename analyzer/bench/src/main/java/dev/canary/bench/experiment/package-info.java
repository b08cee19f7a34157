/**
 * Experiments: how often the evidence alerts while nothing changes, and how soon once something
 * does, beside naive rules in the same harness.
 */
@NullMarked
package dev.canary.bench.experiment;

import org.jspecify.annotations.NullMarked;
