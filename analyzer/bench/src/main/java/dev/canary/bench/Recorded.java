package dev.canary.bench;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Provenance;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A suite of any size with seeded probabilities.
 *
 * @param cases how many
 * @param classes per case
 */
record Recorded(int cases, int classes) {
  private static final Instant THEN = Instant.parse("2026-01-31T12:00:00Z");

  Suite suite() {
    return BenchSuite.of(OutputKind.PROBABILITIES, cases);
  }

  /** Answers that differ from those of another noise seed by about the share given. */
  Run run(long noiseSeed, double share) {
    Random draw = new Random(20260131);
    Random noise = new Random(noiseSeed);
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      float[] row = new float[classes];
      double total = 0;
      double[] weights = new double[classes];
      for (int j = 0; j < classes; j++) {
        weights[j] = Math.exp(3 * draw.nextGaussian() + share * noise.nextGaussian());
        total += weights[j];
      }
      for (int j = 0; j < classes; j++) {
        row[j] = (float) (weights[j] / total);
      }
      Output output = Output.of("output", Tensor.ofFloats(new int[] {classes}, row));
      observations.add(new Observation.Answered("case-" + i, output, 1_000));
    }
    ModelIdentity model =
        new ModelIdentity(
            "bench",
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            "recorded",
            "1",
            Optional.empty(),
            Map.of());
    return new Run("bench", model, THEN, Duration.ofMillis(1), observations);
  }

  /** An approved baseline would judge the same way: its status is looked at before. */
  Baseline baseline(Suite suite, int captures, double share) throws CaptureException {
    List<Capture> all =
        IntStream.range(0, captures).mapToObj(i -> new Capture(i % 2, run(i, share))).toList();
    Provenance provenance = new Provenance(THEN, THEN, "bench", "bench", "17", 1, captures, 2);
    return Captures.toBaseline(suite, all, provenance);
  }
}
