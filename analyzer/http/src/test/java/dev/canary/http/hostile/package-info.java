/** Servers that misbehave, over real sockets. */
@NullMarked
package dev.canary.http.hostile;

import org.jspecify.annotations.NullMarked;
