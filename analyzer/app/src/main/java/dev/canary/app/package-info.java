/** The command line and the wiring. */
@NullMarked
package dev.canary.app;

import org.jspecify.annotations.NullMarked;
