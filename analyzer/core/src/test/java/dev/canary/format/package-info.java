@NullMarked
package dev.canary.format;

import org.jspecify.annotations.NullMarked;
