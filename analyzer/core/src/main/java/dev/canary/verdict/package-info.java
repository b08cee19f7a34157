/** One run's answer, folded from its findings. */
@NullMarked
package dev.canary.verdict;

import org.jspecify.annotations.NullMarked;
