/** Replays against a server on this machine that answers at once: what the product itself costs. */
@NullMarked
package dev.canary.bench.served;

import org.jspecify.annotations.NullMarked;
