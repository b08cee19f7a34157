package dev.canary.app.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UntypedTest {
  private static final Tensor WHOLE = Tensor.ofLongs(new int[] {1}, 2);
  private static final Tensor FRACTION = Tensor.ofDoubles(new int[] {1}, 0.5);

  @Test
  void whatWasEverWholeMayHaveAFraction() {
    Run run = run(Map.of(), Map.of("a b", WHOLE, "c", FRACTION), Map.of("a b", WHOLE, "c", WHOLE));

    assertThat(Untyped.in(run).yaml()).endsWith("\n  types: {\"a b\": fp64, c: fp64}\n");
  }

  @Test
  void fractionsAndTextsNeedNoWord() {
    Tensor text = Tensor.ofTexts(new int[] {1}, List.of("2"));

    assertThat(Untyped.in(run(Map.of(), Map.of("a", FRACTION, "b", text))).yaml()).isEmpty();
  }

  @Test
  void wholeNumbersThatFp64DoesNotHoldStayWhole() {
    Tensor large = Tensor.ofLongs(new int[] {1}, (1L << 53) + 1);

    assertThat(Untyped.in(run(Map.of(), Map.of("a", WHOLE), Map.of("a", large))))
        .isEqualTo(Untyped.NONE);
  }

  @Test
  void theMetadataOfAServerAreBelieved() {
    Map<String, String> told = Map.of("interface.output.a", "INT64[1]");

    assertThat(Untyped.in(run(told, Map.of("a", WHOLE)))).isEqualTo(Untyped.NONE);
  }

  @SafeVarargs
  private static Run run(Map<String, String> provenance, Map<String, Tensor>... answers) {
    List<Observation> observations = new ArrayList<>();
    for (Map<String, Tensor> answer : answers) {
      observations.add(
          new Observation.Answered(
              "case-" + observations.size(), new Output(answer, Map.of()), 1000));
    }
    ModelIdentity model =
        new ModelIdentity(
            "m",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "http",
            "",
            Optional.empty(),
            provenance);
    return new Run("m", model, Instant.EPOCH, Duration.ZERO, observations);
  }
}
