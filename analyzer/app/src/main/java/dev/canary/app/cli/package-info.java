/** The commands: they read options, call a job and show what it answers. */
@NullMarked
package dev.canary.app.cli;

import org.jspecify.annotations.NullMarked;
