package dev.canary.bench.served;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The same over gRPC, in a process of its own: prints its port and ends when its standard input
 * does.
 */
public final class InstantGrpc {
  private static final PrintStream OUT = System.out;

  private InstantGrpc() {}

  public static void main(String[] args) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(new Service())
            .build()
            .start();
    OUT.println(server.getPort());
    System.in.transferTo(OutputStream.nullOutputStream());
    server.shutdownNow();
  }

  private static final class Service extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final ModelInferResponse answer = answer();

    private static ModelInferResponse answer() {
      ByteString numbers = ByteString.copyFrom(Answer.binary().tensor());
      return ModelInferResponse.newBuilder()
          .setModelName("bench")
          .addOutputs(
              ModelInferResponse.InferOutputTensor.newBuilder()
                  .setName("y")
                  .setDatatype("FP32")
                  .addShape(1)
                  .addShape(numbers.size() / Float.BYTES))
          .addRawOutputContents(numbers)
          .build();
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
      observer.onNext(answer.toBuilder().setId(request.getId()).build());
      observer.onCompleted();
    }
  }
}
