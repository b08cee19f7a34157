/** The target whose answers were recorded elsewhere: batch systems, and tests. */
@NullMarked
package dev.canary.format.recorded;

import org.jspecify.annotations.NullMarked;
