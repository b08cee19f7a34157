package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.Health;
import dev.canary.target.Health.Computing;
import dev.canary.target.Target;
import inference.InferStatistics;
import inference.ModelStatisticsResponse;
import inference.ServerMetadataResponse;
import inference.StatisticDuration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server counts of itself, and what a replay makes of it. */
@Timeout(60)
class CountersTest {
  private static ModelStatisticsResponse hits(long... byVersion) {
    ModelStatisticsResponse.Builder statistics = ModelStatisticsResponse.newBuilder();
    for (int i = 0; i < byVersion.length; i++) {
      statistics
          .addModelStatsBuilder()
          .setVersion(Integer.toString(i + 1))
          .getInferenceStatsBuilder()
          .getCacheHitBuilder()
          .setCount(byVersion[i]);
    }
    return statistics.build();
  }

  static Stream<Arguments> counts() {
    return Stream.of(
        // Before, after, the extension that the server lists, the hits of the replay.
        Arguments.of(hits(5), hits(7), "statistics", OptionalLong.of(2)),
        Arguments.of(hits(5, 1), hits(5, 2), "statistics", OptionalLong.of(1)),
        Arguments.of(hits(5), hits(5), "statistics", OptionalLong.of(0)),
        // Started again meanwhile.
        Arguments.of(hits(5), hits(1), "statistics", OptionalLong.empty()),
        Arguments.of(hits(5), hits(7), "classification", OptionalLong.empty()),
        // Listed, and not there after all.
        Arguments.of(null, null, "statistics", OptionalLong.empty()));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void theServersOwnCountTellsWhatCameFromItsCache(
      ModelStatisticsResponse before,
      ModelStatisticsResponse after,
      String extension,
      OptionalLong hits)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.server =
          ServerMetadataResponse.newBuilder().setName("triton").addExtensions(extension).build();
      server.statistics = Optional.ofNullable(before);
      target.expect(List.of());
      server.statistics = Optional.ofNullable(after);

      assertThat(target.health().orElseThrow().cacheHits()).isEqualTo(hits);
    }
  }

  /** What a server counts: requests that it answered, those that it computed, nanoseconds. */
  private static ModelStatisticsResponse counted(long answered, long computed, long nanos) {
    ModelStatisticsResponse.Builder statistics = ModelStatisticsResponse.newBuilder();
    statistics
        .addModelStatsBuilder()
        .setInferenceStats(
            InferStatistics.newBuilder()
                .setSuccess(of(answered, 7 * nanos))
                .setQueue(of(answered, nanos))
                .setComputeInput(of(computed, nanos))
                .setComputeInfer(of(computed, 2 * nanos))
                .setComputeOutput(of(computed, 3 * nanos)));
    return statistics.build();
  }

  private static StatisticDuration of(long count, long nanos) {
    return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
  }

  static Stream<Arguments> computed() {
    String others =
        "the server counted %d inferences, of which this replay had 2: its statistics of time are"
            + " of other requests, too, and are left out";
    return Stream.of(
        Arguments.of(counted(12, 12, 500), Optional.of(new Computing(2, 2400, 400)), ""),
        // One was taken from the cache.
        Arguments.of(counted(12, 11, 500), Optional.empty(), ""),
        Arguments.of(counted(15, 15, 500), Optional.empty(), others.formatted(5)),
        // Started again meanwhile.
        Arguments.of(counted(2, 2, 500), Optional.empty(), ""));
  }

  @ParameterizedTest
  @MethodSource("computed")
  void theServersOwnTimeIsToldOnlyWhenItIsOfThisReplayAlone(
      ModelStatisticsResponse after, Optional<Computing> computing, String remark)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("warmUp.requests", "3"))) {
      server.infer =
          (request, answers) -> {
            // Ten inferences, the three of the warm-up among them.
            server.statistics = Optional.of(counted(10, 10, 100));
            answers.onNext(Echo.raw(request));
            answers.onCompleted();
          };
      server.server =
          ServerMetadataResponse.newBuilder().setName("triton").addExtensions("statistics").build();
      server.statistics = Optional.of(counted(7, 7, 70));
      target.expect(List.of(Targets.CASE));
      target.predict(Targets.CASE);
      target.predict(Targets.CASE);
      server.statistics = Optional.of(after);

      Health health = target.health().orElseThrow();

      assertThat(health.computing()).isEqualTo(computing);
      assertThat(String.join("", health.remarks())).isEqualTo(remark);
    }
  }

  @Test
  void aCacheIsFoundByAskingTheSameTwice() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      assertThat(target.testCache(Targets.CASE).orElseThrow().hits()).isEmpty();
      assertThat(server.requests).hasSize(6);
      assertThat(server.requests.stream().distinct()).hasSize(4);

      server.statistics = Optional.of(hits(5));
      server.infer =
          (request, answers) -> {
            server.statistics = Optional.of(hits(7));
            answers.onNext(Echo.raw(request));
            answers.onCompleted();
          };

      assertThat(target.testCache(Targets.CASE).orElseThrow().cached())
          .contains("the server counted 2 cache hits meanwhile");
    }
  }
}
