/** Targets over TorchScript and ONNX models. */
@NullMarked
package dev.canary.djl;

import org.jspecify.annotations.NullMarked;
