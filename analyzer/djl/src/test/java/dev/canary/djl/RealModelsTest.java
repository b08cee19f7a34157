package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.Case;
import dev.canary.target.Output;
import dev.canary.target.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of others that can load answers the same bits again: the ground of a baseline. */
class RealModelsTest {
  static Stream<RealCases.Model> models() {
    return RealCases.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheSameBitsAgainAndAfterAnotherLoad(RealCases.Model model) throws Exception {
    Output first;
    Output second;
    try (Target target = Models.open(model.spec())) {
      target.reset();
      first = target.predict(model.golden());
      target.reset();
      second = target.predict(model.golden());
    }
    try (Target target = Models.open(model.spec())) {
      target.reset();
      assertThat(target.predict(model.golden())).isEqualTo(first);
    }
    assertThat(second).isEqualTo(first);
    assertThat(first.tensors()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void tellsItsDigests(RealCases.Model model) throws Exception {
    try (Target one = Models.open(model.spec());
        Target other = Models.open(model.spec())) {
      assertThat(one.identity()).isEqualTo(other.identity());
      assertThat(one.identity().weightDigest()).isPresent();
      assertThat(one.identity().artifactDigest()).isPresent();
    }
  }

  @Test
  void sileroKeepsItsStateBetweenCalls() throws Exception {
    Case speech = RealCases.speech();
    try (Target target = Models.open(RealData.file("models/torchscript/silero_vad.pt"))) {
      assertThat(target.predict(speech)).isNotEqualTo(target.predict(speech));
    }
  }

  @Test
  void theTwoDigitsModelsOfOneNetworkHaveDifferentWeights() throws Exception {
    try (Target full = Models.open(RealData.file("models/onnx/mnist8_fp32.onnx"));
        Target quantised = Models.open(RealData.file("models/onnx/mnist8_int8.onnx"))) {
      assertThat(full.identity().weightDigest()).isNotEqualTo(quantised.identity().weightDigest());
    }
  }

  @Test
  void aListOfEventsIsFlattened() throws Exception {
    RealCases.Model model =
        RealCases.torchscript()
            .filter(m -> m.file().contains("correlation"))
            .findFirst()
            .orElseThrow();
    try (Target target = Models.open(model.spec())) {
      assertThat(target.predict(model.golden()).tensors())
          .containsKeys("0.event_pattern", "0.event_window", "0.suspected_metrics");
    }
  }

  @Test
  void aForestsVotesAreOneTensorWithTheLabelsInOrder() throws Exception {
    List<RealCases.Model> forests =
        RealCases.onnx().filter(model -> model.file().contains("zipmap")).toList();
    for (RealCases.Model model : forests) {
      try (Target target = Models.open(model.spec())) {
        Output output = target.predict(model.golden());
        int rows = Models.tensor(output, "output_label").shape()[0];

        assertThat(Models.tensor(output, "output_probability").shape()).containsExactly(rows, 3);
        assertThat(output.classes()).containsEntry("output_probability", List.of("0", "1", "2"));
      }
    }
  }
}
