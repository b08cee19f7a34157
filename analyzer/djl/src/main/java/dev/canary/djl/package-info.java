/**
 * In-process targets over models of other makers: TorchScript through DJL's PyTorch engine, ONNX
 * through ONNX Runtime's own API.
 *
 * <p>The ONNX classes never touch a DJL class, so that an ONNX model starts without unpacking
 * PyTorch.
 */
@NullMarked
package dev.canary.djl;

import org.jspecify.annotations.NullMarked;
