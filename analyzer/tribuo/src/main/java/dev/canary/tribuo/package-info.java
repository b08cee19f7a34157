/** Targets over the models of Tribuo. */
@NullMarked
package dev.canary.tribuo;

import org.jspecify.annotations.NullMarked;
