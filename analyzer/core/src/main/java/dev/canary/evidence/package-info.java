/** Evidence over runs, whose alerts keep within one budget of false alerts. */
@NullMarked
package dev.canary.evidence;

import org.jspecify.annotations.NullMarked;
