/** A Jupyter kernel for Java, and what its cells can show. */
@NullMarked
package dev.canary.notebook;

import org.jspecify.annotations.NullMarked;
