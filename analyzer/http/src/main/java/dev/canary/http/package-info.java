/** The model behind a suite when it is behind a server: protocols, and what sends them. */
@NullMarked
package dev.canary.http;

import org.jspecify.annotations.NullMarked;
