/**
 * The model behind a suite when it is behind a server that speaks the Open Inference Protocol over
 * gRPC.
 */
@NullMarked
package dev.canary.grpc;

import org.jspecify.annotations.NullMarked;
