package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Sign.Says;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ServerMetadataResponse;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says of itself, and what is made of it. */
@Timeout(60)
class HealthTest {
  private static final String NOT_OFFERED = "-";

  private static Optional<Boolean> sign(String word) {
    return word.equals(NOT_OFFERED) ? Optional.empty() : Optional.of(word.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    // ServerLive, Health/Check, what is made of them
    "yes, SERVING, YES",
    "yes, NOT_SERVING, YES",
    "yes, -, YES",
    "no, SERVING, NO",
    "-, SERVING, YES",
    "-, NOT_SERVING, NO",
    "-, -, NOTHING",
  })
  void aServerIsLiveByItsOwnWordElseByTheHealthService(String own, String check, Says says)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.live = sign(own);
      server.health =
          check.equals(NOT_OFFERED) ? Optional.empty() : Optional.of(ServingStatus.valueOf(check));

      assertThat(asked(target).live().says()).isEqualTo(says);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // ModelReady, Health/Check, what is made of them
    "yes, SERVING, YES",
    "yes, NOT_SERVING, NO",
    "no, SERVING, NO",
    "yes, -, YES",
    "-, SERVING, YES",
    "-, -, NOTHING",
  })
  void aModelIsReadyUnlessOneOfTwoDenies(String own, String check, Says says) throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.modelReady = sign(own);
      server.health =
          check.equals(NOT_OFFERED) ? Optional.empty() : Optional.of(ServingStatus.valueOf(check));

      assertThat(asked(target).ready().says()).isEqualTo(says);
    }
  }

  @Test
  void everySignTellsWhoSaidWhat() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.ready = Optional.of(false);
      server.modelReady = Optional.empty();

      Health health = asked(target);

      assertThat(health.live().reason()).isEqualTo("ServerLive: yes; Health/Check: SERVING");
      assertThat(health.ready().reason())
          .isEqualTo(
              "ModelReady: UNIMPLEMENTED: not offered; Health/Check: SERVING; ServerReady: no");
    }
  }

  @Test
  void aServerThatIsNotThereIsAskedOnce() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Target target = Targets.open("grpc://127.0.0.1:" + port + "/m", Map.of())) {
      Health health = asked(target);

      assertThat(health.live().says()).isEqualTo(Says.NO);
      assertThat(health.live().reason())
          .startsWith("ServerLive: UNAVAILABLE")
          .contains("Health/Check: not asked after UNAVAILABLE");
      assertThat(health.ready().says()).isEqualTo(Says.NO);
    }
  }

  @Test
  void theConstantsOfKServesSdkSayNothing() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.server = ServerMetadataResponse.newBuilder().setName("kserve").build();

      Health health = asked(target);

      assertThat(health.live().says()).isEqualTo(Says.NOTHING);
      assertThat(health.remarks())
          .contains("ServerLive and ServerReady of KServe's SDK are constants; ModelReady is not");
    }
  }

  @Test
  void metadataAndAnswersMakeTheIdentity() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.model =
          ModelMetadataResponse.newBuilder()
              .setName("m")
              .addVersions("6")
              .addVersions("7")
              .addInputs(
                  TensorMetadata.newBuilder()
                      .setName("x")
                      .setDatatype("FP32")
                      .addAllShape(List.of(-1L, 4L)))
              .addOutputs(
                  TensorMetadata.newBuilder()
                      .setName("y")
                      .setDatatype("INT64")
                      .addAllShape(List.of(-1L)))
              .build();

      target.expect(List.of());
      target.predict(Targets.CASE);
      ModelIdentity identity = target.identity();

      assertThat(identity.name()).isEqualTo("m");
      assertThat(identity.version()).contains("7");
      assertThat(identity.engine()).isEqualTo("stub");
      assertThat(identity.engineVersion()).isEqualTo("1.2");
      assertThat(identity.provenance())
          .isEqualTo(
              Map.of(
                  "interface.input.x", "FP32[-1, 4]",
                  "interface.output.y", "INT64[-1]",
                  "protocol", "kserve-v2-grpc",
                  "request.encoding", "raw",
                  "request.nonce", "none",
                  "server", "stub 1.2"));
      assertThat(target.health().orElseThrow().versions()).isEqualTo(Map.of("answer", Set.of("7")));
      assertThat(target.health().orElseThrow().remarks())
          .containsExactly("metadata lists versions 6, 7 side by side");
    }
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "'', said"})
  void withoutAVersionInAnswersTheMetadataOrTheSuiteTellsIt(String listed, String version)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.answering(request -> Echo.raw(request).toBuilder().clearModelVersion().build());
      if (!listed.isEmpty()) {
        server.model = ModelMetadataResponse.newBuilder().addVersions(listed).build();
      }

      target.expect(List.of());
      target.predict(Targets.CASE);

      assertThat(target.identity().version()).contains(version);
      assertThat(target.health().orElseThrow().remarks())
          .containsExactly("answers name no version of the model");
    }
  }

  @Test
  void twoVersionsInTheAnswersOfOneReplayAreBothTold() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      target.expect(List.of());
      target.predict(Targets.CASE);
      server.answering(request -> Echo.raw(request).toBuilder().setModelVersion("8").build());
      target.predict(Targets.CASE);

      assertThat(target.health().orElseThrow().versions())
          .containsEntry("answer", Set.of("7", "8"));
      target.expect(List.of());
      assertThat(target.health().orElseThrow().versions()).isEmpty();
    }
  }

  @Test
  void aVersionThatComesDuringAReplayIsToldByEveryPlaceThatTells() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.server =
          ServerMetadataResponse.newBuilder()
              .setName("triton")
              .addExtensions("model_repository(unload_dependents)")
              .build();
      server.index = Optional.of(Stub.index("m", "READY", "other", "LOADING"));
      server.model = ModelMetadataResponse.newBuilder().addVersions("7").build();
      target.expect(List.of());
      server.index = Optional.of(Stub.index("m", "UNAVAILABLE"));
      server.model = ModelMetadataResponse.newBuilder().addVersions("8").build();

      Health health = target.health().orElseThrow();

      assertThat(health.versions())
          .isEqualTo(Map.of("metadata", Set.of("7", "8"), "repository", Set.of("7")));
      assertThat(health.remarks()).containsExactly("the repository says of version 7: UNAVAILABLE");
    }
  }

  @Test
  void theEvidenceIsTheAnswerAsItCame() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      Output output = target.predict(Targets.CASE);

      byte[] answer = Echo.raw(server.requests.get(0)).toByteArray();
      Exchange exchange = output.exchange().orElseThrow();
      assertThat(exchange.answer()).isEqualTo(answer);
      assertThat(exchange.digest()).isEqualTo(Digest.of(answer));
      assertThat(exchange.status()).hasValue(0);
      assertThat(exchange.facts()).containsEntry(Exchange.VERSION, "7");
      assertThat(exchange.phases().connectNanos()).isPositive();
      assertThat(exchange.phases().firstByteNanos()).isPositive();
      assertThat(exchange.phases().totalNanos())
          .isGreaterThan(exchange.phases().connectNanos() + exchange.phases().firstByteNanos());
      Exchange second = target.predict(Targets.CASE).exchange().orElseThrow();
      assertThat(second.phases().connectNanos()).isZero();
    }
  }

  @Test
  void everyRequestIsMarkedAsAProbesAndNoTwoAlike() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("headers", "X-Tenant: blue"))) {
      target.expect(List.of());
      target.predict(Targets.CASE);
      target.predict(Targets.CASE);

      assertThat(server.headers)
          .allSatisfy(
              headers ->
                  assertThat(headers.get(Credentials.key("user-agent")))
                      .startsWith("canary-analyzer/"));
      assertThat(server.headers).allMatch(headers -> header(headers, "x-tenant").equals("blue"));
      List<String> ids =
          server.headers.stream().map(h -> header(h, "x-canary-probe")).distinct().toList();
      assertThat(ids).hasSameSizeAs(server.headers);
      assertThat(server.requests.get(1).getId()).isEqualTo(ids.get(ids.size() - 1));
      assertThat(server.requests.get(1).getId()).endsWith("-case-1");
    }
  }

  @Test
  void aWarmUpIsSentFirstAndMeasuredApart() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("warmUp.requests", "3"))) {
      target.expect(List.of(Targets.CASE));

      assertThat(server.requests).hasSize(3);
      assertThat(target.health().orElseThrow().warmUp().latenciesNanos()).hasSize(3);
      assertThat(target.health().orElseThrow().versions()).isEmpty();
    }
  }

  @Test
  void rowsAreSentNoFasterThanTheirOwnerGrants() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("rowsPerSecond", "100.0"))) {
      target.expect(List.of());
      long begin = System.nanoTime();
      for (int i = 0; i < 11; i++) {
        target.predict(Targets.CASE);
      }

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(100_000_000);
    }
  }

  private static String header(Metadata headers, String name) {
    return String.valueOf(headers.get(Credentials.key(name)));
  }

  private static Health asked(Target target) {
    target.expect(List.of());
    return target.health().orElseThrow();
  }
}
