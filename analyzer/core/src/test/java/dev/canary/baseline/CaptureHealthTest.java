package dev.canary.baseline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.Sign;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Captures that show something else than one model that computes. */
class CaptureHealthTest {
  private static final Sign YES = Sign.yes("GET ready: 200");

  @Test
  void oneVersionThatComputesIsTaken() {
    Run run = run(health(YES, 0), Map.of(Exchange.VERSION, "1"), Map.of(Exchange.VERSION, "1"));
    assertThatCode(() -> CaptureHealth.check(run)).doesNotThrowAnyException();
    assertThatCode(() -> CaptureHealth.check(run(Optional.empty(), Map.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void aServerThatIsNotReadyIsRefusedAndOneThatSaysNothingIsNot() {
    assertThatThrownBy(
            () -> CaptureHealth.check(run(health(Sign.no("GET ready: 503"), 0), Map.of())))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("not ready (GET ready: 503): capture again when it is");
    assertThatCode(
            () -> CaptureHealth.check(run(health(Sign.nothing("no such endpoint"), 0), Map.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void answersFromACacheAreRefusedWhoeverTellsOfThem() {
    assertThatThrownBy(
            () ->
                CaptureHealth.check(
                    run(health(YES, 0), Map.of(), Map.of(Exchange.CACHED, "Age: 3"))))
        .hasMessageContaining("the answers to case-1 came from a cache (CACHED)");
    assertThatThrownBy(() -> CaptureHealth.check(run(health(YES, 7), Map.of())))
        .hasMessageContaining("7 answers came from a cache (CACHED)");
  }

  @Test
  void twoVersionsInOneCaptureAreRefused() {
    Run run = run(health(YES, 0), Map.of(Exchange.VERSION, "2"), Map.of(Exchange.VERSION, "1"));
    assertThatThrownBy(() -> CaptureHealth.check(run))
        .hasMessageContaining("versions 1 and 2 of the model answered in one capture: wait");
  }

  private static Optional<Health> health(Sign ready, long hits) {
    return Optional.of(
        new Health(YES, ready, Map.of(), OptionalLong.of(hits), Health.WarmUp.NONE, List.of()));
  }

  @SafeVarargs
  private static Run run(Optional<Health> health, Map<String, String>... facts) {
    List<Observation> observations = new ArrayList<>();
    for (Map<String, String> told : facts) {
      Exchange exchange = Exchange.of(Phases.ofTotal(1), 200, new byte[0], told);
      Output output =
          new Output(
              Map.of("y", Tensor.ofFloats(new int[] {1}, 1)), Map.of(), Optional.of(exchange));
      observations.add(new Observation.Answered("case-" + observations.size(), output, 1));
    }
    ModelIdentity model =
        new ModelIdentity(
            "m",
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            "",
            "",
            Optional.empty(),
            Map.of());
    return new Run("suite", model, Instant.EPOCH, Duration.ZERO, observations, health);
  }
}
