package dev.canary.grpc;

import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The method ModelInfer whose answer is left as its bytes, which are evidence as they came. */
final class RawInfer implements MethodDescriptor.Marshaller<byte[]> {
  /** The method. */
  static final MethodDescriptor<ModelInferRequest, byte[]> METHOD =
      GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
              GRPCInferenceServiceGrpc.getModelInferMethod().getRequestMarshaller(), new RawInfer())
          .build();

  private RawInfer() {}

  @Override
  public InputStream stream(byte[] value) {
    return new ByteArrayInputStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      // Tells its whole length, which saves a buffer of 8 KiB for every answer.
      return stream instanceof KnownLength
          ? stream.readNBytes(stream.available())
          : stream.readAllBytes();
    } catch (IOException e) {
      throw Status.UNAVAILABLE.withCause(e).asRuntimeException();
    }
  }
}
