/** When a suite is replayed and what makes an alert of it. */
@NullMarked
package dev.canary.watch;

import org.jspecify.annotations.NullMarked;
