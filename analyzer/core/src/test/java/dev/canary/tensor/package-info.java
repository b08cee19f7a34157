@NullMarked
package dev.canary.tensor;

import org.jspecify.annotations.NullMarked;
