package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.wire.WireAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers tell of caches and of computing times. */
class HeadersReadTest {

  private static WireAnswer with(String name, String value) {
    return WireAnswer.of(200, Map.of(name, value), new byte[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Age | 0 | no",
        "Age | 12 | yes",
        "Age | old | no",
        "X-Cache | HIT | yes",
        "X-Cache | MISS | no",
        "X-Cache | Hit from cloudfront | yes",
        "X-Cache | RefreshHit from cloudfront | yes",
        "X-Cache | Miss from cloudfront | no",
        "X-Cache | MISS, HIT | yes",
        "X-Cache | TCP_MEM_HIT from a1.example | yes",
        "X-Cache | whitelisted | no",
        "X-Cache-Hits | 0, 1 | yes",
        "X-Cache-Hits | 0 | no",
        "X-Cache-Hits | 0, 0 | no",
        "CF-Cache-Status | HIT | yes",
        "CF-Cache-Status | DYNAMIC | no",
        "cf-aig-cache-status | HIT | yes",
        "x-semantic-cache | hit | yes",
        "Cache-Status | ExampleCache; hit | yes",
        "Cache-Status | ExampleCache; fwd=uri-miss | no",
        "Cache-Control | max-age=600 | no",
        "X-Served-By | cache-hit | no",
      })
  void cachesAreKnownByTheirHeaders(String name, String value, String cached) {
    assertThat(CacheSigns.of(with(name, value)).isPresent()).isEqualTo(cached.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-inference-time | 12 | 12000000",
        "x-compute-time | 0.25 | 250000000",
        "openai-processing-ms | 431 | 431000000",
        "x-process-time | 0.0042 | 4200000",
        "x-process-time | 4.2 ms | 4200000",
        "x-process-time | soon | ",
        "x-process-time | -1 | ",
        "x-runtime | 0.5 | 500000000",
        "x-envoy-upstream-service-time | 7 | 7000000",
        "Server-Timing | cache;desc=\"read\";dur=23.2, app;dur=47.2 | 47200000",
        "Server-Timing | miss | ",
        "Date | 5 | ",
      })
  void computingTimesAreReadInTheirUnits(String name, String value, Long nanos) {
    assertThat(ServerTime.nanos(with(name, value)))
        .isEqualTo(Optional.ofNullable(nanos).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }
}
