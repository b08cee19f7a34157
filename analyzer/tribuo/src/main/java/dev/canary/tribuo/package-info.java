/**
 * Targets over the models of Tribuo, loaded from its protobuf files and run in this process.
 *
 * <p>How a case becomes a Tribuo example, and a prediction becomes tensors, is told at {@link
 * dev.canary.tribuo.TribuoProvider}.
 */
@NullMarked
package dev.canary.tribuo;

import org.jspecify.annotations.NullMarked;
