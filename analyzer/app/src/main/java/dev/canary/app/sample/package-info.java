/**
 * The shipped samples: small models trained from a seed on made-up data, so that every machine can
 * make the very files that the suites in {@code canaries/} replay.
 */
@NullMarked
package dev.canary.app.sample;

import org.jspecify.annotations.NullMarked;
