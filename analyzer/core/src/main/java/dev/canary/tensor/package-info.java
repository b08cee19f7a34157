/** Typed arrays that keep every bit: the values that go into a model and come out of it. */
@NullMarked
package dev.canary.tensor;

import org.jspecify.annotations.NullMarked;
