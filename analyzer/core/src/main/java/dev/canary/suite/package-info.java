/**
 * What is replayed and what is expected of it: suites, their golden cases, contracts and precision
 * classes.
 */
@NullMarked
package dev.canary.suite;

import org.jspecify.annotations.NullMarked;
