/** JSON as model servers speak it, and tensors read from it and written to it without loss. */
@NullMarked
package dev.canary.http.json;

import org.jspecify.annotations.NullMarked;
