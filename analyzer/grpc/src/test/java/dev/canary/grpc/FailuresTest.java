package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import dev.canary.target.Exchange;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ServerMetadataResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server answers that is no answer of the model, and what becomes of it. */
@Timeout(60)
class FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, unexpected shape, BAD_INPUT",
    "OUT_OF_RANGE, beyond the vocabulary, BAD_INPUT",
    "NOT_FOUND, model m is not found, NOT_READY",
    "UNAVAILABLE, model m has no available versions, NOT_READY",
    "UNAVAILABLE, upstream connect error or disconnect, NOT_READY",
    "FAILED_PRECONDITION, model is loading, NOT_READY",
    "DEADLINE_EXCEEDED, queue time-out, TIMED_OUT",
    "UNIMPLEMENTED, unknown method, BAD_INPUT",
    "UNAUTHENTICATED, no token, NOT_READY",
    "PERMISSION_DENIED, not yours, NOT_READY",
    "RESOURCE_EXHAUSTED, Received message larger than max (5000 vs. 4000), BAD_INPUT",
    "ALREADY_EXISTS, twice, MODEL_ERROR",
    "INTERNAL, CUDA error, MODEL_ERROR",
    "UNKNOWN, Exception calling application, MODEL_ERROR",
    "ABORTED, stopped, MODEL_ERROR",
    "CANCELLED, by the server, MODEL_ERROR",
    "DATA_LOSS, gone, MODEL_ERROR"
  })
  void aStatusOfTheServerHasItsReason(Code code, String said, Reason reason) throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("backOff.limit", "PT0.01S"))) {
      server.failing(code.toStatus().withDescription(said));

      PredictionException failure = Targets.failure(target);

      assertThat(failure).hasMessage("the server answered %s: %s", code, said);
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure.exchange().orElseThrow().status()).hasValue(code.value());
      assertThat(failure.exchange().orElseThrow().facts())
          .containsEntry(Exchange.REQUEST_ID, server.requests.get(0).getId());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mlserver, Invalid input to runtime, MODEL_ERROR",
    "mlserver, Model m not found, NOT_READY",
    "kserve, Model with name m is not ready., NOT_READY",
    "kserve, Expected 4 features, BAD_INPUT",
    "triton, unexpected shape for input 'x', BAD_INPUT"
  })
  void aRefusedRequestIsNotAlwaysTheInputsFault(String name, String said, Reason reason)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.server = ServerMetadataResponse.newBuilder().setName(name).build();
      server.failing(Status.INVALID_ARGUMENT.withDescription(said));
      target.expect(List.of());

      assertThat(Targets.failure(target).reason()).isEqualTo(reason);
    }
  }

  @Test
  void aLongMessageOfTheServerIsOneLineWithoutControlCharacters() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.failing(Status.INTERNAL.withDescription("a\n\tb\u001b[31m" + "x".repeat(2000)));

      assertThat(Targets.failure(target).getMessage())
          .startsWith("the server answered INTERNAL: a b?[31mxxx")
          .hasSizeLessThan(400)
          .hasLineCount(1);
    }
  }

  @Test
  void anAnswerAboveTheCapIsNotTaken() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("maxAnswer", "1000"))) {
      server.answering(request -> large(request, 1_000_000));

      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
      assertThat(failure)
          .hasMessageStartingWith("the answer is larger than target.maxAnswer allows, 1000 bytes");
      server.answering(Echo::raw);
      target.predict(Targets.CASE);
    }
  }

  @Test
  void anAnswerBelowTheCapOfSeveralMegabytesIsTaken() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.answering(request -> large(request, 8 << 20));

      Exchange exchange = target.predict(Targets.CASE).exchange().orElseThrow();

      assertThat(exchange.answerBytes()).isGreaterThan(8 << 20);
      assertThat(exchange.answer()).hasSize(Exchange.KEPT);
    }
  }

  /** A server whose ModelInfer answers as often as it likes, against the protocol. */
  private static Server answering(int times) throws IOException {
    MethodDescriptor<ModelInferRequest, ModelInferResponse> streaming =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .build();
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(
            ServerServiceDefinition.builder(GRPCInferenceServiceGrpc.SERVICE_NAME)
                .addMethod(
                    streaming,
                    ServerCalls.asyncServerStreamingCall(
                        (request, answers) -> {
                          for (int i = 0; i < times; i++) {
                            answers.onNext(Echo.raw(request));
                          }
                          answers.onCompleted();
                        }))
                .build())
        .build()
        .start();
  }

  @ParameterizedTest
  @CsvSource({
    "0, EMPTY, the server answered nothing",
    "2, BAD_ANSWER, the server answered twice",
    "10000, BAD_ANSWER, the server answered twice"
  })
  void anAnswerThatComesNeverOrTwiceIsNone(int times, Reason reason, String message)
      throws Exception {
    Server server = answering(times);
    try (Target target = Targets.open("grpc://127.0.0.1:" + server.getPort() + "/m", Map.of())) {
      PredictionException failure = Targets.failure(target);

      assertThat(failure).hasMessageStartingWith(message);
      assertThat(failure.reason()).isEqualTo(reason);
    } finally {
      server.shutdownNow().awaitTermination();
    }
  }

  /** What servers say beside a refusal, and how often they are asked in all. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Code.RESOURCE_EXHAUSTED, trailer("grpc-retry-pushback-ms", "1"), 3),
        Arguments.of(Code.UNAVAILABLE, trailer("grpc-retry-pushback-ms", "1"), 3),
        Arguments.of(Code.RESOURCE_EXHAUSTED, trailer("grpc-retry-pushback-ms", "-1"), 1),
        Arguments.of(Code.RESOURCE_EXHAUSTED, trailer("grpc-retry-pushback-ms", "soon"), 1),
        Arguments.of(Code.RESOURCE_EXHAUSTED, trailer("retry-after", "3600"), 1),
        Arguments.of(Code.UNAVAILABLE, new Metadata(), 3),
        Arguments.of(Code.UNAVAILABLE, retryInfo(Code.UNAVAILABLE, 1), 3),
        Arguments.of(Code.UNAVAILABLE, retryInfo(Code.UNAVAILABLE, 3_600_000), 1),
        Arguments.of(Code.INTERNAL, trailer("grpc-retry-pushback-ms", "1"), 1));
  }

  private static Metadata trailer(String name, String value) {
    Metadata trailers = new Metadata();
    trailers.put(Credentials.key(name), value);
    return trailers;
  }

  /** Google's detail of a status, in the trailer that gRPC has for details. */
  private static Metadata retryInfo(Code code, int millis) {
    com.google.protobuf.Duration delay =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(millis / 1000)
            .setNanos(millis % 1000 * 1_000_000)
            .build();
    return StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
                .build())
        .getTrailers();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsRefusedForNowIsSentAgainAsTheServerAsks(Code code, Metadata trailers, int sent)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("backOff.limit", "PT2S"))) {
      server.infer =
          (request, answers) -> {
            if (asked.incrementAndGet() < 3) {
              answers.onError(code.toStatus().withDescription("quota").asException(trailers));
            } else {
              answers.onNext(Echo.raw(request));
              answers.onCompleted();
            }
          };

      if (sent == 3) {
        target.predict(Targets.CASE);
      } else {
        assertThat(Targets.failure(target).reason())
            .isEqualTo(code == Code.INTERNAL ? Reason.MODEL_ERROR : Reason.NOT_READY);
      }
      assertThat(asked).hasValue(sent);
    }
  }

  @Test
  void theAnswerToAnotherRequestKeepsItsBytes() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.answering(request -> Echo.raw(request).toBuilder().setId("other").build());

      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure.exchange().orElseThrow().status()).hasValue(0);
      assertThat(ModelInferResponse.parseFrom(failure.exchange().orElseThrow().answer()).getId())
          .isEqualTo("other");
    }
  }

  private static ModelInferResponse large(ModelInferRequest request, int bytes) {
    ModelInferRequest.Builder larger = request.toBuilder().clearRawInputContents();
    larger.getInputsBuilder(0).clearShape().addShape(bytes).setDatatype("UINT8");
    Tensor tensor = Tensor.ofBytes(DType.UINT8, new int[] {bytes}, new byte[bytes]);
    larger.addRawInputContents(ByteString.copyFrom(OpenInference.raw(tensor)));
    return Echo.raw(larger.build());
  }
}
