/** What the daemon tells Prometheus; the only package that knows it. */
@NullMarked
package dev.canary.app.metrics;

import org.jspecify.annotations.NullMarked;
