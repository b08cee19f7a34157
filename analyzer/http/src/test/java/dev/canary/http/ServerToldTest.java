package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.ModelStub.Answer;
import dev.canary.replay.Run;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.CacheTest;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Sign;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server tells of itself during a replay: versions, health, statistics, caches. */
@Timeout(60)
class ServerToldTest {
  @AutoClose private final ModelStub server = ModelStub.start();

  @Test
  void whoAnsweredIsToldByTheServer() throws Exception {
    Run run = Replays.run(server, 2, Map.of("nonce", "none"));

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
    Health health = Replays.run(server, 2, Map.of()).health().orElseThrow();

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

    Health health = Replays.run(server, 3, Map.of()).health().orElseThrow();

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

    assertThat(Replays.run(server, 3, Map.of()).health().orElseThrow().cacheHits()).hasValue(3);
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
        Replays.run(server, 3, Map.of("warmUp.requests", Integer.toString(warmUps)))
            .health()
            .orElseThrow();

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
  void aCachedAnswerSaysSo() throws Exception {
    server.firstInference(
        request ->
            Optional.of(
                Answer.of(200, server.answer(request.header("x-canary-probe"), List.of("1.0")))
                    .with("Age", "17")
                    .with("Server-Timing", "infer;dur=12.5")));

    Exchange exchange =
        Replays.answered(Replays.run(server, 1, Map.of()), 0).exchange().orElseThrow();

    assertThat(exchange.facts()).containsEntry(Exchange.CACHED, "age: 17");
    assertThat(exchange.phases().serverNanos()).hasValue(12_500_000);
  }

  @Test
  void aCacheIsFoundByAskingTheSameTwice() throws Exception {
    Set<String> known = ConcurrentHashMap.newKeySet();
    server.firstInference(
        request -> {
          if (known.add(request.data())) {
            ModelStub.pause(300);
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
}
