@NullMarked
package dev.canary.http.wire;

import org.jspecify.annotations.NullMarked;
