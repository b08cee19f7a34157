package dev.canary.grpc;

import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
import inference.ServerLiveRequest;
import inference.ServerLiveResponse;
import inference.ServerMetadataRequest;
import inference.ServerMetadataResponse;
import inference.ServerReadyRequest;
import inference.ServerReadyResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A real server on 127.0.0.1 whose every answer a test may set; without being told otherwise it is
 * live, ready and answers with its inputs.
 */
final class Stub extends GRPCInferenceServiceImplBase implements AutoCloseable {
  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  final List<ModelInferRequest> requests = new CopyOnWriteArrayList<>();
  volatile BiConsumer<ModelInferRequest, StreamObserver<ModelInferResponse>> infer =
      (request, answers) -> {
        answers.onNext(Echo.raw(request));
        answers.onCompleted();
      };
  volatile Optional<Boolean> live = Optional.of(true);
  volatile Optional<Boolean> ready = Optional.of(true);
  volatile Optional<Boolean> modelReady = Optional.of(true);
  volatile Optional<ServingStatus> health = Optional.of(ServingStatus.SERVING);
  volatile ServerMetadataResponse server =
      ServerMetadataResponse.newBuilder().setName("stub").setVersion("1.2").build();
  volatile ModelMetadataResponse model = ModelMetadataResponse.getDefaultInstance();

  volatile Optional<ModelStatisticsResponse> statistics = Optional.empty();
  volatile Optional<RepositoryIndexResponse> index = Optional.empty();

  private final Server running;

  private Stub(NettyServerBuilder builder) {
    HealthImplBase check =
        new HealthImplBase() {
          @Override
          public void check(HealthCheckRequest question, StreamObserver<HealthCheckResponse> to) {
            answer(to, health, s -> HealthCheckResponse.newBuilder().setStatus(s).build());
          }
        };
    running =
        builder
            .addService(ServerInterceptors.intercept(this, new HeaderNotes()))
            .addService(check)
            .build();
    try {
      running.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stub start() {
    return startAt(0);
  }

  static Stub startAt(int port) {
    return new Stub(NettyServerBuilder.forAddress(address(port)));
  }

  static Stub start(ServerCredentials tls) {
    return new Stub(NettyServerBuilder.forAddress(address(0), tls));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  int port() {
    return running.getPort();
  }

  /** Answers every inference with this message, whatever was asked. */
  Stub answering(Function<ModelInferRequest, ModelInferResponse> answer) {
    infer =
        (request, answers) -> {
          answers.onNext(answer.apply(request));
          answers.onCompleted();
        };
    return this;
  }

  /** Answers every inference with this status. */
  Stub failing(Status status) {
    infer = (request, answers) -> answers.onError(status.asException());
    return this;
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answers) {
    requests.add(request);
    infer.accept(request, answers);
  }

  @Override
  public void serverLive(ServerLiveRequest question, StreamObserver<ServerLiveResponse> to) {
    answer(to, live, yes -> ServerLiveResponse.newBuilder().setLive(yes).build());
  }

  @Override
  public void serverReady(ServerReadyRequest question, StreamObserver<ServerReadyResponse> to) {
    answer(to, ready, yes -> ServerReadyResponse.newBuilder().setReady(yes).build());
  }

  @Override
  public void modelReady(ModelReadyRequest question, StreamObserver<ModelReadyResponse> to) {
    answer(to, modelReady, yes -> ModelReadyResponse.newBuilder().setReady(yes).build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest question, StreamObserver<ServerMetadataResponse> to) {
    answer(to, Optional.of(server), s -> s);
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest question, StreamObserver<ModelMetadataResponse> to) {
    answer(to, Optional.of(model), m -> m);
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest question, StreamObserver<ModelStatisticsResponse> to) {
    answer(to, statistics, s -> s);
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest question, StreamObserver<RepositoryIndexResponse> to) {
    answer(to, index, s -> s);
  }

  /** Models of a name and a state each, version 7. */
  static RepositoryIndexResponse index(String... namesAndStates) {
    RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
    for (int i = 0; i < namesAndStates.length; i += 2) {
      index.addModels(
          RepositoryIndexResponse.ModelIndex.newBuilder()
              .setName(namesAndStates[i])
              .setVersion("7")
              .setState(namesAndStates[i + 1]));
    }
    return index.build();
  }

  /** What is empty is not offered by this server. */
  private static <T, A> void answer(
      StreamObserver<A> to, Optional<T> content, Function<T, A> message) {
    if (content.isEmpty()) {
      to.onError(Status.UNIMPLEMENTED.withDescription("not offered").asException());
      return;
    }
    to.onNext(message.apply(content.get()));
    to.onCompleted();
  }

  private final class HeaderNotes implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata received, ServerCallHandler<Q, A> next) {
      headers.add(received);
      return next.startCall(call, received);
    }
  }

  @Override
  public void close() {
    running.shutdownNow();
    try {
      running.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
