/** HTTP clients side by side on one loopback server. */
@NullMarked
package dev.canary.bench.client;

import org.jspecify.annotations.NullMarked;
