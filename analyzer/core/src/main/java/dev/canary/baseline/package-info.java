/**
 * What a model answered when it was trusted, and how much those answers move when nothing has
 * changed.
 */
@NullMarked
package dev.canary.baseline;

import org.jspecify.annotations.NullMarked;
