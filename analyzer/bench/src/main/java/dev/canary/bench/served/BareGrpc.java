package dev.canary.bench.served;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;

/** A request of the same size through a bare stub. */
final class BareGrpc implements Contender {
  private final ManagedChannel channel;
  private final GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub;
  private final ModelInferRequest request;

  BareGrpc(int port) {
    channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    byte[] numbers = Answer.binary().tensor();
    request =
        ModelInferRequest.newBuilder()
            .setModelName("bench")
            .setId("3f2a90c1b7d4-17-case-0001")
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addShape(1)
                    .addShape(numbers.length / Float.BYTES))
            .addRawInputContents(ByteString.copyFrom(numbers))
            .build();
  }

  @Override
  public void call() {
    if (stub.modelInfer(request).getRawOutputContentsCount() != 1) {
      throw new IllegalStateException("no output");
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
