@NullMarked
package dev.canary.http.protocol;

import org.jspecify.annotations.NullMarked;
