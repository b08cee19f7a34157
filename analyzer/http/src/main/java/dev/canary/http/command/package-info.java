/** The model behind a suite when it is in a process of its own that speaks lines of JSON. */
@NullMarked
package dev.canary.http.command;

import org.jspecify.annotations.NullMarked;
