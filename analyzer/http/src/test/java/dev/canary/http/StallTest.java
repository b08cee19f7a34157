package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that stalls once, for a second, under a sender of a hundred requests: sent by a
 * schedule, all that would have met the stall show it; sent one after the other, a single one does.
 */
@Timeout(60)
class StallTest {
  private static final int CASES = 100;
  private static final long STALL_NANOS = 1_000_000_000;

  private static long[] latencies(Map<String, String> options) throws Exception {
    AtomicInteger seen = new AtomicInteger();
    try (ModelStub server = ModelStub.start()) {
      server.firstInference(
          request -> {
            if (seen.incrementAndGet() == 20) {
              ModelStub.pause(STALL_NANOS / 1_000_000);
            }
            return Optional.empty();
          });
      try (Target target = Replays.open(server.address(), options)) {
        Run run = Replays.run(target, Replays.rows(CASES));
        return run.observations().stream().mapToLong(Observation::latencyNanos).sorted().toArray();
      }
    }
  }

  @Test
  void aScheduleShowsTheStallInThePercentiles() throws Exception {
    long[] latencies = latencies(Map.of("rowsPerSecond", "100.0"));

    // Due every 10 ms: the 100 rows due during the stall, or what is left of them, met it.
    assertThat(latencies[CASES / 2]).isGreaterThan(STALL_NANOS / 10);
    assertThat(latencies[CASES * 90 / 100]).isGreaterThan(STALL_NANOS / 2);
  }

  @Test
  void withoutAScheduleOnlyOneCaseShowsIt() throws Exception {
    long[] latencies = latencies(Map.of());

    assertThat(latencies[CASES - 1]).isGreaterThan(STALL_NANOS * 9 / 10);
    assertThat(latencies[CASES * 90 / 100]).isLessThan(STALL_NANOS / 2);
    assertThat(latencies[CASES / 2]).isLessThan(STALL_NANOS / 10);
  }
}
