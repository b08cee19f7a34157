/**
 * The model behind a suite, as the analyzer sees it: something that answers cases and says who it
 * is.
 */
@NullMarked
package dev.canary.target;

import org.jspecify.annotations.NullMarked;
