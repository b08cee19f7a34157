/** The model behind a suite when it is behind a server: a replay as one target. */
@NullMarked
package dev.canary.http;

import org.jspecify.annotations.NullMarked;
