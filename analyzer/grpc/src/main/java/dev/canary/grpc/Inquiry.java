package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.target.Sign.Says;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ServerLiveRequest;
import inference.ServerLiveResponse;
import inference.ServerMetadataRequest;
import inference.ServerMetadataResponse;
import inference.ServerReadyRequest;
import inference.ServerReadyResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a server about itself and one model. What fails is part of the answer, never an exception; a
 * server that cannot be reached, or hangs, is asked once.
 */
final class Inquiry {
  /** A question about health must not cost what an answer of the model may. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Connection connection;
  private final Settings settings;
  private final Mark mark;
  private Optional<String> silence = Optional.empty();

  Inquiry(Connection connection, Settings settings, Mark mark) {
    this.connection = connection;
    this.settings = settings;
    this.mark = mark;
  }

  /** Asks everything. */
  Told ask() {
    String model = settings.model();
    return new Told(
        says(
            "ServerLive",
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            ServerLiveRequest.getDefaultInstance(),
            ServerLiveResponse::getLive),
        says(
            "ServerReady",
            GRPCInferenceServiceGrpc.getServerReadyMethod(),
            ServerReadyRequest.getDefaultInstance(),
            ServerReadyResponse::getReady),
        says(
            "ModelReady",
            GRPCInferenceServiceGrpc.getModelReadyMethod(),
            ModelReadyRequest.newBuilder().setName(model).build(),
            ModelReadyResponse::getReady),
        says(
            "Health/Check",
            HealthGrpc.getCheckMethod(),
            HealthCheckRequest.getDefaultInstance(),
            answer -> answer.getStatus() == ServingStatus.SERVING),
        asked(
                GRPCInferenceServiceGrpc.getServerMetadataMethod(),
                ServerMetadataRequest.getDefaultInstance())
            .answer()
            .orElse(ServerMetadataResponse.getDefaultInstance()),
        asked(
                GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                ModelMetadataRequest.newBuilder().setName(model).build())
            .answer()
            .orElse(ModelMetadataResponse.getDefaultInstance()));
  }

  private <Q, A> Said says(
      String name, MethodDescriptor<Q, A> method, Q question, Function<A, Boolean> reader) {
    Asked<A> asked = asked(method, question);
    if (asked.answer().isEmpty()) {
      return new Said(asked.says(), name + ": " + asked.failure());
    }
    A answer = asked.answer().get();
    boolean yes = reader.apply(answer);
    String word =
        answer instanceof HealthCheckResponse health
            ? health.getStatus().name()
            : yes ? "yes" : "no";
    return new Said(yes ? Says.YES : Says.NO, name + ": " + word);
  }

  /** An answer, or why there is none and what that says. */
  private record Asked<A>(Optional<A> answer, Says says, String failure) {}

  private <Q, A> Asked<A> asked(MethodDescriptor<Q, A> method, Q question) {
    if (silence.isPresent()) {
      return new Asked<>(Optional.empty(), Says.NO, "not asked after " + silence.get());
    }
    Duration limit = settings.total().compareTo(LONGEST) < 0 ? settings.total() : LONGEST;
    try {
      A answer = connection.call(method, question, mark.id("health"), limit).answer();
      return new Asked<>(Optional.of(answer), Says.YES, "");
    } catch (CallException e) {
      String why = connection.credentials().hide(Failures.text(e.status()));
      if (e.source() == Source.CLIENT) {
        silence = Optional.of(why);
      }
      Status.Code code = e.status().getCode();
      // Not offered, or not for this prober: neither says anything of the server.
      boolean says =
          code != Status.Code.UNIMPLEMENTED
              && code != Status.Code.UNAUTHENTICATED
              && code != Status.Code.PERMISSION_DENIED;
      return new Asked<>(Optional.empty(), says ? Says.NO : Says.NOTHING, why);
    }
  }
}
