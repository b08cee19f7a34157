package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import dev.canary.check.Cause;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.format.Workspace;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models of one task in each other's place, where nobody tells a version. */
class OtherModelsTest {
  private static final int GENERATED = 24;
  private static final String DIGITS = "output: {kind: logits, deterministic: true}";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "mnist_cnn_pytorch, input_image, mnist8_fp32, Input3",
    "mnist8_fp32, Input3, mnist_cnn_pytorch, input_image"
  })
  void anotherModelOfTheSameDigitsIsTakenForAnother(
      String trusted, String input, String other, String otherInput) throws Exception {
    Optional<Cause> cause = cause(digits(trusted, input), digits(other, otherInput));

    assertThat(cause).contains(Cause.VERSION_CHANGE);
  }

  @Test
  void theSameModelInEightBitsIsTheSameModelMoved() throws Exception {
    Optional<Cause> cause = cause(digits("mnist8_fp32", "Input3"), digits("mnist8_int8", "Input3"));

    assertThat(cause).isPresent().isNotEqualTo(Optional.of(Cause.VERSION_CHANGE));
  }

  /** Ten scanned digits and images at the edges of what there is, the same for every model. */
  private static RealModel digits(String file, String input) {
    String known = "Input3";
    RealModel generated =
        RealModel.onnx(
            "mnist8_fp32", DIGITS, GENERATED, Slot.of(known, "fp32", 0, 1, 1, 1, 28, 28));
    Stream<String> scanned =
        RealModels.all().stream()
            .filter(model -> model.suite().equals("mnist8_fp32"))
            .flatMap(model -> model.cases().stream().limit(10));
    return RealModel.onnx(file, DIGITS, 0)
        .of(
            Stream.concat(scanned, generated.cases().stream())
                .map(json -> json.replace(known, input))
                .toList());
  }

  /** The cause of the deviation when one model answers in the place of another. */
  private Optional<Cause> cause(RealModel trusted, RealModel other) throws Exception {
    assumeTrue(RealData.folder().isPresent(), "shared/realdata stands beside the repository");
    RealWorkspace workspace = RealWorkspace.at(folder);
    workspace.add(trusted);
    workspace.add(other);
    workspace.trust(trusted.suite());
    workspace.trust(other.suite());
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      Watched watch = wiring.suites(List.of(trusted.suite())).get(0);
      Baseline before = capture(wiring, watch);
      Baseline now = capture(wiring, wiring.suites(List.of(other.suite())).get(0));
      Run run = run(watch.suite(), before, now);
      return Checks.withoutIdentity()
          .evaluate(watch.suite(), new Reference.Approved(before), run)
          .stream()
          .filter(Finding::condemns)
          .filter(f -> f.check().equals("deviation.class"))
          .findFirst()
          .flatMap(Finding::cause);
    }
  }

  private static Baseline capture(Wiring wiring, Watched watch) throws Exception {
    return wiring.baselineMaker("test", 1, done -> {}, warning -> {}).of(watch, 1);
  }

  /** What the other model answers, under the name of the trusted one's output. */
  private static Run run(Suite suite, Baseline before, Baseline now) {
    String output = before.outputs().keySet().iterator().next();
    List<Optional<Tensor>> answers = now.outputs().values().iterator().next().centre();
    List<Observation> observations =
        IntStream.range(0, answers.size())
            .<Observation>mapToObj(
                i ->
                    new Observation.Answered(
                        suite.cases().get(i).id(),
                        Output.of(output, answers.get(i).orElseThrow()),
                        1))
            .toList();
    ModelIdentity model = now.model();
    return new Run(suite.name(), model, Instant.EPOCH, Duration.ZERO, observations);
  }
}
