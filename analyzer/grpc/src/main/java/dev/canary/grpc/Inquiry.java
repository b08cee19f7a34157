package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.target.Mark;
import dev.canary.target.Sign.Says;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ModelStatistics;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
import inference.RepositoryIndexResponse.ModelIndex;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a server about itself and one model. What fails is part of the answer, never an exception; a
 * server that cannot be reached, or hangs, is asked once.
 */
final class Inquiry {
  /** A question about health must not cost what an answer of the model may. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

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
    Said live =
        says(
            "ServerLive",
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            ServerLiveRequest.getDefaultInstance(),
            ServerLiveResponse::getLive);
    Said ready =
        says(
            "ServerReady",
            GRPCInferenceServiceGrpc.getServerReadyMethod(),
            ServerReadyRequest.getDefaultInstance(),
            ServerReadyResponse::getReady);
    Said modelReady =
        says(
            "ModelReady",
            GRPCInferenceServiceGrpc.getModelReadyMethod(),
            ModelReadyRequest.newBuilder().setName(settings.model()).build(),
            ModelReadyResponse::getReady);
    Said check =
        says(
            "Health/Check",
            HealthGrpc.getCheckMethod(),
            HealthCheckRequest.getDefaultInstance(),
            answer -> answer.getStatus() == ServingStatus.SERVING);
    ServerMetadataResponse server = server();
    return new Told(live, ready, modelReady, check, server, standing(server));
  }

  private ServerMetadataResponse server() {
    return asked(
            GRPCInferenceServiceGrpc.getServerMetadataMethod(),
            ServerMetadataRequest.getDefaultInstance())
        .answer()
        .orElse(ServerMetadataResponse.getDefaultInstance());
  }

  /** Asks what may have changed since it was asked last. */
  Standing standing(ServerMetadataResponse server) {
    String model = settings.model();
    return new Standing(
        asked(
                GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                ModelMetadataRequest.newBuilder().setName(model).build())
            .answer()
            .orElse(ModelMetadataResponse.getDefaultInstance()),
        statistics(server),
        mayHave("model_repository", server) ? index().models() : List.of());
  }

  /** True unless the server has told its extensions and this is none of them. */
  private static boolean mayHave(String extension, ServerMetadataResponse server) {
    return server.getName().isEmpty()
        || server.getExtensionsList().stream().anyMatch(listed -> listed.startsWith(extension));
  }

  /** Asks what was counted of each version of the model; empty if the server does not tell. */
  List<ModelStatistics> statistics(ServerMetadataResponse server) {
    if (!mayHave("statistics", server)) {
      return List.of();
    }
    return asked(
            GRPCInferenceServiceGrpc.getModelStatisticsMethod(),
            ModelStatisticsRequest.newBuilder().setName(settings.model()).build())
        .answer()
        .map(ModelStatisticsResponse::getModelStatsList)
        .orElse(List.of());
  }

  /**
   * What the repository holds.
   *
   * @param failure why it did not tell; empty if it did
   */
  record Index(List<ModelIndex> models, String failure) {}

  /** Asks for the index of all repositories. */
  Index index() {
    Asked<RepositoryIndexResponse> asked =
        asked(
            GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
            RepositoryIndexRequest.getDefaultInstance());
    return new Index(
        asked.answer().map(RepositoryIndexResponse::getModelsList).orElse(List.of()),
        asked.failure());
  }

  /** Why nobody answers at all; empty if somebody does, as far as was asked. */
  Optional<String> silence() {
    return silence;
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
    Duration limit =
        settings.timeouts().total().compareTo(LONGEST) < 0 ? settings.timeouts().total() : LONGEST;
    try {
      A answer = connection.call(method, question, mark.id("health"), limit).answer();
      return new Asked<>(Optional.of(answer), Says.YES, "");
    } catch (CallException e) {
      String why = connection.credentials().mask().text(Failures.text(e.status()));
      if (e.source() != Source.SERVER) {
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
