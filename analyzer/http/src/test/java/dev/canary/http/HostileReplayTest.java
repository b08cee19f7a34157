package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.hostile.Behaviour;
import dev.canary.http.hostile.HostileServer;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that misbehave: each is a failure of every case, with a reason, and no run hangs. */
@Timeout(60)
class HostileReplayTest {
  private static final Map<String, String> SHORT =
      Map.of(
          "timeouts.connect", "PT0.3S",
          "timeouts.firstByte", "PT0.3S",
          "timeouts.total", "PT0.5S",
          "maxAnswer", "1048576");

  @ParameterizedTest
  @EnumSource
  void whateverAServerDoesIsAnObservation(Behaviour behaviour) throws Exception {
    try (HostileServer server = new HostileServer(behaviour);
        Target target = Replays.open(server.address().resolve("/v2/models/sums"), SHORT)) {
      long begun = System.nanoTime();
      Run run = Replays.run(target, Replays.rows(4));

      // Eight requests, and some questions, of which the first that fails is the last.
      assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
      assertThat(run.observations())
          .allSatisfy(
              seen -> {
                Observation.Failed failed = (Observation.Failed) seen;
                assertThat(failed.message()).isNotBlank().doesNotContain("\n");
                assertThat(failed.reason())
                    .isIn(
                        Reason.UNREACHABLE,
                        Reason.TIMED_OUT,
                        Reason.BAD_ANSWER,
                        Reason.EMPTY,
                        Reason.BAD_INPUT,
                        Reason.MODEL_ERROR,
                        Reason.NOT_READY);
              });
    }
  }
}
