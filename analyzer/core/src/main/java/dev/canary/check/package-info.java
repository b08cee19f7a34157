/**
 * Pure comparisons of a run with its contract and its baseline; each yields findings that carry
 * their arithmetic.
 */
@NullMarked
package dev.canary.check;

import org.jspecify.annotations.NullMarked;
