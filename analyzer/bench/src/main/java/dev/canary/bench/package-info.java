/** Benchmarks, run by hand. */
@NullMarked
package dev.canary.bench;

import org.jspecify.annotations.NullMarked;
