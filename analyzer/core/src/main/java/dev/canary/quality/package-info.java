/** How good a suite is at noticing, judged by what its captures showed, with advice. */
@NullMarked
package dev.canary.quality;

import org.jspecify.annotations.NullMarked;
