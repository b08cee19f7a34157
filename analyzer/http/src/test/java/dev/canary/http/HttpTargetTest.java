package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.http.ModelStub.Answer;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.target.CacheTest;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Sign;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole replays against a server on this machine. */
@Timeout(60)
class HttpTargetTest {
  private ModelStub server;

  @BeforeEach
  void start() throws IOException {
    server = ModelStub.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Run run(int cases, Map<String, String> options) throws LoadException {
    try (Target target = Replays.open(server.address(), options)) {
      return Replays.run(target, Replays.rows(cases));
    }
  }

  @Test
  void isFoundByItsType() {
    assertThat(ServiceLoader.load(TargetProvider.class))
        .extracting(TargetProvider::type)
        .contains("http", "command");
  }

  @Test
  void everyCaseIsAnsweredWithWhatCameOverTheWire() throws Exception {
    Run run = run(5, Map.of());

    assertThat(run.failed()).isZero();
    for (int k = 0; k < 5; k++) {
      Observation.Answered answered = Replays.answered(run, k);
      assertThat(Replays.sums(run, k)).containsExactly(k + 0.5);
      Exchange exchange = answered.exchange().orElseThrow();
      assertThat(exchange.status()).hasValue(200);
      assertThat(new String(exchange.answer(), StandardCharsets.UTF_8)).contains("model_version");
      assertThat(exchange.facts())
          .containsEntry(Exchange.VERSION, "1")
          .containsKey(Exchange.REQUEST_ID)
          .doesNotContainKey(Exchange.CACHED);
      assertThat(exchange.phases().totalNanos()).isPositive();
      assertThat(exchange.phases().waitedNanos()).isZero();
    }
    // The connection of the first case serves the others.
    assertThat(Replays.answered(run, 0).exchange().orElseThrow().phases().connectNanos())
        .isPositive();
    assertThat(Replays.answered(run, 4).exchange().orElseThrow().phases().connectNanos()).isZero();
  }

  @Test
  void whoAnsweredIsToldByTheServer() throws Exception {
    Run run = run(2, Map.of("nonce", "none"));

    assertThat(run.model().name()).isEqualTo("sums");
    assertThat(run.model().version()).contains("1");
    assertThat(run.model().engine()).isEqualTo("stub");
    assertThat(run.model().engineVersion()).isEqualTo("9.1");
    assertThat(run.model().platform()).isEmpty();
    assertThat(run.model().provenance())
        .containsEntry("protocol", "kserve-v2")
        .containsEntry("server", "stub 9.1")
        .containsEntry("interface.input.x", "FP32[-1, 2]")
        .containsEntry("interface.output.y", "FP32[-1]")
        .containsEntry("request.nonce", "none")
        .containsEntry("request.encoding", "application/json");
  }

  @Test
  void healthIsAskedBesideTheCases() throws Exception {
    Health health = run(2, Map.of()).health().orElseThrow();

    assertThat(health.live().says()).isEqualTo(Sign.Says.YES);
    assertThat(health.ready().says()).isEqualTo(Sign.Says.YES);
    assertThat(health.versions()).containsEntry("answer", Set.of("1"));
    assertThat(health.versions()).containsEntry("metadata", Set.of("1"));
    assertThat(health.warmUp()).isEqualTo(Health.WarmUp.NONE);
  }

  @ParameterizedTest
  @CsvSource({"200, m, m, unversioned", "200, n, n, n", "200, m, n, n", "404, n, n, n"})
  void anotherModelInThePlaceOfTheOneAskedForIsAnotherVersion(
      int status, String listed, String answers, String version) throws Exception {
    server.first(
        request ->
            Optional.of(
                switch (request.path()) {
                  case "/v1/models" ->
                      Answer.of(200, "{\"data\":[{\"id\":\"%s\"}]}".formatted(listed));
                  case "/v1/embeddings" ->
                      Answer.of(
                          status,
                          "{\"model\":\"%s\",\"data\":[{\"index\":0,\"embedding\":[1,2]}]}"
                              .formatted(answers));
                  default -> Answer.of(200, "");
                }));

    try (Target target =
        Replays.open(
            server.address().resolve("/"), Map.of("protocol", "openai-embeddings", "name", "m"))) {
      Run run =
          Replays.run(
              target,
              List.of(
                  Case.of(
                      "a", Input.of(Map.of("input", Tensor.ofTexts(new int[0], List.of("a")))))));

      assertThat(run.failed()).isEqualTo(status == 200 ? 0 : 1);
      assertThat(run.model().versionOrDefault()).isEqualTo(version);
    }
  }

  @Test
  void aVersionThatChangesUnderwayIsSeenTwice() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.firstInference(
        request -> {
          if (seen.incrementAndGet() == 2) {
            server.deploy("2");
          }
          return Optional.empty();
        });

    Health health = run(3, Map.of()).health().orElseThrow();

    assertThat(health.versions()).containsEntry("answer", Set.of("1", "2"));
    assertThat(health.versions()).containsEntry("metadata", Set.of("1", "2"));
  }

  @Test
  void cacheHitsAreThoseOfThisReplay() throws Exception {
    AtomicInteger hits = new AtomicInteger(40);
    server.first(
        request -> {
          if (request.isInference()) {
            hits.incrementAndGet();
          }
          return request.path().endsWith("/stats")
              ? Optional.of(
                  Answer.of(
                      200,
                      "{\"model_stats\":[{\"inference_stats\":{\"cache_hit\":{\"count\":%d}}}]}"
                          .formatted(hits.get())))
              : Optional.empty();
        });

    assertThat(run(3, Map.of()).health().orElseThrow().cacheHits()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 2", "2, 0"})
  void theServersStatisticsCountWhereTheyAreOfThisReplayAlone(int perRequest, int warmUps)
      throws Exception {
    AtomicInteger count = new AtomicInteger(1000);
    server.first(
        request -> {
          if (request.isInference()) {
            count.addAndGet(perRequest);
          }
          return request.path().endsWith("/stats")
              ? Optional.of(Answer.of(200, statistics(count.get())))
              : Optional.empty();
        });

    Health health =
        run(3, Map.of("warmUp.requests", Integer.toString(warmUps))).health().orElseThrow();

    if (perRequest == 1) {
      assertThat(health.computing()).contains(new Health.Computing(3, 3 * 4_500_000, 3 * 1_000));
      assertThat(health.remarks()).isEmpty();
    } else {
      assertThat(health.computing()).isEmpty();
      assertThat(health.remarks())
          .containsExactly(
              "the server counted 6 inferences, of which this replay had 3: its statistics of time"
                  + " are of other requests, too, and are left out");
    }
  }

  private static String statistics(long count) {
    return """
        {"model_stats":[{"name":"sums","version":"1","inference_stats":{
        "success":{"count":%1$d,"ns":1},"fail":{"count":0,"ns":0},"queue":{"count":%1$d,"ns":%2$d},
        "compute_input":{"count":%1$d,"ns":%3$d},"compute_infer":{"count":%1$d,"ns":%4$d},
        "compute_output":{"count":%1$d,"ns":%3$d}}}]}"""
        .formatted(count, count * 1_000, count * 250_000, count * 4_000_000);
  }

  @Test
  void everyRequestIsMarkedAndHasAnIdOfItsOwn() throws Exception {
    run(3, Map.of("headers", "X-Tenant: blue"));
    run(3, Map.of());

    assertThat(server.requests())
        .allSatisfy(
            request -> {
              assertThat(request.header("user-agent")).startsWith("canary-analyzer/");
              assertThat(request.header("x-canary-probe")).isNotEmpty();
            });
    assertThat(server.inferences())
        .extracting(request -> request.header("x-canary-probe"))
        .doesNotHaveDuplicates();
    assertThat(server.inferences().get(1).header("x-canary-probe")).endsWith("-case-1");
    assertThat(server.inferences().get(1).text())
        .contains(server.inferences().get(1).header("x-canary-probe"));
    assertThat(server.inferences().get(0).header("x-tenant")).isEqualTo("blue");
  }

  @Test
  void severalThreadsMaySendAtOnce() throws Exception {
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.firstInference(
        request -> {
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          pause(5);
          under.decrementAndGet();
          return Optional.empty();
        });

    try (Target target = Replays.open(server.address(), Map.of("concurrency", "4"))) {
      Run run = Replays.run(target, Replays.rows(100), Replays.threads());

      assertThat(run.failed()).isZero();
      for (int k = 0; k < 100; k++) {
        assertThat(Replays.sums(run, k)).containsExactly(k + 0.5);
      }
      assertThat(most).hasValue(4);
    }
  }

  @Test
  void aServerThatIsNotThereIsAnObservationOfEveryCaseAndCostsThreeConnections() throws Exception {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v2/models/sums");
    }

    try (Target target = Replays.open(nobody, Map.of())) {
      Run run = Replays.run(target, Replays.rows(20));

      assertThat(run.failed()).isEqualTo(20);
      assertThat(run.observations())
          .allSatisfy(
              seen ->
                  assertThat(((Observation.Failed) seen).reason()).isEqualTo(Reason.UNREACHABLE));
      assertThat(Replays.failed(run, 0).message()).doesNotContain("not sent");
      assertThat(Replays.failed(run, 19).message()).startsWith("not sent: 3 requests in a row");
      assertThat(run.health().orElseThrow().live().says()).isEqualTo(Sign.Says.NO);
      assertThat(run.health().orElseThrow().ready().reason()).contains("not asked");
      assertThat(run.model().name()).isEqualTo("sums");
    }
  }

  @Test
  void aServerThatIsSilentCostsThreeTimeOuts() throws Exception {
    server.first(
        request -> {
          pause(60_000);
          return Optional.empty();
        });

    long begun = System.nanoTime();
    Run run = run(50, Map.of("timeouts.firstByte", "PT0.2S", "timeouts.total", "PT0.4S"));

    assertThat(Replays.failed(run, 0).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(Replays.failed(run, 49).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(Replays.failed(run, 0).message()).doesNotStartWith("not sent");
    assertThat(Replays.failed(run, 1).earlier().orElseThrow().message())
        .doesNotStartWith("not sent");
    assertThat(Replays.failed(run, 1).message()).startsWith("not sent");
    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }

  @Test
  void aSingleFailureIsConfirmedByASecondRequestAndBothAreKept() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.firstInference(
        request ->
            seen.incrementAndGet() == 1
                ? Optional.of(Answer.of(500, "{\"error\":\"out of memory\"}"))
                : Optional.empty());

    Run run = run(1, Map.of());

    Observation.Answered answered = Replays.answered(run, 0);
    assertThat(answered.earlier()).isPresent();
    assertThat(answered.earlier().orElseThrow().message()).contains("out of memory");
    assertThat(answered.earlier().orElseThrow().exchange().orElseThrow().status()).hasValue(500);
  }

  @Test
  void aRedirectIsNotFollowedAndNamesTheHostAlone() throws Exception {
    server.firstInference(
        request ->
            Optional.of(
                Answer.of(302, "")
                    .with("Location", "https://login.example.org/?token=abcdefghij")));

    Observation.Failed failed = Replays.failed(run(1, Map.of()), 0);

    assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failed.message()).isEqualTo("redirected (302) to login.example.org; not followed");
  }

  @Test
  void theAnswerToAnotherRequestIsRefused() throws Exception {
    server.firstInference(
        request -> Optional.of(Answer.of(200, server.answer("another", List.of("1.0")))));

    Observation.Failed failed = Replays.failed(run(1, Map.of()), 0);

    assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failed.message())
        .startsWith("an answer to request id \"another\", asked was \"")
        .endsWith("-case-0\"");
    assertThat(failed.exchange().orElseThrow().facts()).containsKey(Exchange.REQUEST_ID);
  }

  @Test
  void aPageInThePlaceOfAnAnswerSaysThatTheModelWasNotReached() throws Exception {
    server.first(
        request ->
            Optional.of(
                Answer.of(200, "\n<!DOCTYPE html>\n<html><head><title>\nSign in</title></head>")));

    Run run = run(1, Map.of());

    assertThat(Replays.failed(run, 0).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(Replays.failed(run, 0).message())
        .isEqualTo(
            "HTTP 200: an HTML page, titled \"Sign in\", in the place of the protocol's answer");
    assertThat(run.health().orElseThrow().ready())
        .isEqualTo(
            Sign.nothing("GET v2/models/sums/ready: 200 with an HTML page, titled \"Sign in\""));
  }

  @Test
  void aRefusalForNowIsWaitedOutAndSaidSo() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.firstInference(
        request ->
            seen.incrementAndGet() <= 2
                ? Optional.of(Answer.of(429, "slow down").with("Retry-After", "0"))
                : Optional.empty());

    Observation.Answered answered = Replays.answered(run(1, Map.of()), 0);

    Exchange exchange = answered.exchange().orElseThrow();
    assertThat(exchange.facts()).containsEntry(Exchange.REMARK, "asked 2 times to come later");
    assertThat(exchange.phases().waitedNanos()).isGreaterThan(200_000_000L);
    assertThat(answered.latencyNanos()).isEqualTo(exchange.phases().latencyNanos());
  }

  @Test
  void aRefusalForLongerThanPatienceIsTheAnswer() throws Exception {
    server.firstInference(request -> Optional.of(Answer.of(503, "{}").with("Retry-After", "3600")));

    Observation.Failed failed = Replays.failed(run(1, Map.of("backOff.limit", "PT1S")), 0);

    assertThat(failed.message())
        .isEqualTo(
            "HTTP 503 without a message; the server asks to wait 3600 s; the target waits at most"
                + " 1 s");
    assertThat(failed.exchange().orElseThrow().status()).hasValue(503);
    assertThat(server.inferences()).hasSize(2);
  }

  @Test
  void aCachedAnswerSaysSo() throws Exception {
    server.firstInference(
        request ->
            Optional.of(
                Answer.of(200, server.answer(request.header("x-canary-probe"), List.of("1.0")))
                    .with("Age", "17")
                    .with("Server-Timing", "infer;dur=12.5")));

    Exchange exchange = Replays.answered(run(1, Map.of()), 0).exchange().orElseThrow();

    assertThat(exchange.facts()).containsEntry(Exchange.CACHED, "age: 17");
    assertThat(exchange.phases().serverNanos()).hasValue(12_500_000);
  }

  @Test
  void warmUpIsSentFirstAndNotCounted() throws Exception {
    Run run = run(2, Map.of("warmUp.requests", "5"));

    assertThat(run.health().orElseThrow().warmUp().latenciesNanos()).hasSize(5);
    assertThat(server.inferences()).hasSize(7);
    assertThat(run.failed()).isZero();
  }

  @Test
  void aNonceRowIsSentAndItsAnswerTakenOut() throws Exception {
    Run run = run(3, Map.of("nonce", "row"));

    assertThat(Replays.sums(run, 2)).containsExactly(2.5);
    assertThat(server.inferences().get(0).text()).contains("\"shape\":[2,2]");
    assertThat(run.model().provenance()).containsEntry("request.nonce", "row");
    assertThat(server.inferences().stream().map(ModelStubBodies::data).collect(Collectors.toSet()))
        .hasSize(3);
  }

  @Test
  void aCacheIsFoundByAskingTheSameTwice() throws Exception {
    Set<String> known = ConcurrentHashMap.newKeySet();
    server.firstInference(
        request -> {
          if (known.add(ModelStubBodies.data(request))) {
            pause(300);
          }
          return Optional.empty();
        });

    try (Target target = Replays.open(server.address(), Map.of())) {
      CacheTest cached = target.testCache(Replays.row("a", 1.5f, 2.5f)).orElseThrow();
      assertThat(cached.cached().orElseThrow()).startsWith("repeated requests took");
      server.first(request -> Optional.empty());
      assertThat(target.testCache(Replays.row("a", 3.5f, 2.5f)).orElseThrow().cached()).isEmpty();
    }
  }

  @Test
  void severalAddressesAreSeveralTargets() {
    assertThatThrownBy(
            () ->
                new HttpProvider()
                    .open(
                        Replays.spec(server.address(), Map.of())
                            .with(
                                new Place.Server(
                                    List.of(server.address(), URI.create("http://b:1"))))))
        .isInstanceOf(LoadException.class)
        .hasMessage("target.model names 2 addresses; each is a target of its own");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a request asks, without its id. */
  private static final class ModelStubBodies {
    static String data(ModelStub.Request request) {
      String text = request.text();
      return text.substring(text.indexOf("\"data\""));
    }
  }
}
