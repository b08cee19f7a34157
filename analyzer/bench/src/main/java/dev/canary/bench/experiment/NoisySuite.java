package dev.canary.bench.experiment;

import dev.canary.bench.BenchSuite;
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
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Logits of a few cases that are never quite the same: every number has noise of its own, with a
 * memory of its own, and each case an amplitude of its own.
 */
final class NoisySuite {
  private static final int CASES = 8;
  private static final int CLASSES = 3;
  private static final double SPREAD = 2.5;
  private static final double AMPLITUDE = 0.01;

  /** The least distance of the two best logits of a case, in its amplitude. */
  private static final double ADVISED = 10;

  /** That of a case whose label wobbles. */
  private static final double NARROW = 3;

  private static final ModelIdentity MODEL =
      new ModelIdentity(
          "bench",
          Optional.of("1"),
          Optional.empty(),
          Optional.empty(),
          "recorded",
          "1",
          Optional.empty(),
          Map.of());

  /** How near cases are to a boundary. */
  enum Labels {
    /** None so near that noise changes its label. */
    HOLD,
    /** One in reach of the noise. */
    ONE_WOBBLES
  }

  private final Noise noise;
  private final double[] centre = new double[CASES * CLASSES];
  private final double[] amplitude = new double[CASES];
  private final double[] otherReplica = new double[CASES * CLASSES];
  private final ContinuousSampler[] samplers = new ContinuousSampler[CASES * CLASSES];
  private int run;

  NoisySuite(Noise noise, Labels labels, UniformRandomProvider random) {
    this.noise = noise;
    ContinuousSampler gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    for (int i = 0; i < CASES; i++) {
      amplitude[i] = AMPLITUDE * Math.exp(gaussian.sample());
    }
    for (int j = 0; j < centre.length; j++) {
      centre[j] = SPREAD * gaussian.sample();
      otherReplica[j] = gaussian.sample();
      samplers[j] = noise.start(random);
    }
    for (int i = 0; i < CASES; i++) {
      double others = Math.max(centre[i * CLASSES + 1], centre[i * CLASSES + 2]);
      double least = others + ADVISED * amplitude[i];
      centre[i * CLASSES] = Math.max(centre[i * CLASSES], least);
    }
    switch (labels) {
      case HOLD -> {}
      case ONE_WOBBLES -> centre[0] = Math.max(centre[1], centre[2]) + NARROW * amplitude[0];
    }
  }

  Noise noise() {
    return noise;
  }

  /** Answers to runs before this one that nobody looks at. */
  void skipTo(int number) {
    while (run < number) {
      values();
    }
  }

  /** The answers of the next run. */
  List<Optional<Output>> answers() {
    double[] values = values();
    List<Optional<Output>> answers = new ArrayList<>(CASES);
    for (int i = 0; i < CASES; i++) {
      float[] row = new float[CLASSES];
      for (int j = 0; j < CLASSES; j++) {
        row[j] = (float) values[i * CLASSES + j];
      }
      answers.add(Optional.of(Output.of("output", Tensor.ofFloats(new int[] {CLASSES}, row))));
    }
    return answers;
  }

  private double[] values() {
    double level = noise.level(run++);
    double[] values = new double[centre.length];
    for (int j = 0; j < values.length; j++) {
      double moved = samplers[j].sample() + level * otherReplica[j];
      values[j] = centre[j] + amplitude[j / CLASSES] * moved;
    }
    return values;
  }

  /** The next run as a replay gives it. */
  Run run() {
    Instant at = Deployment.instant(run);
    List<Observation> observations = new ArrayList<>();
    for (Optional<Output> answer : answers()) {
      String id = "case-" + observations.size();
      observations.add(new Observation.Answered(id, answer.orElseThrow(), 1_000));
    }
    return new Run("bench", MODEL, at, Duration.ofMillis(1), observations);
  }

  Suite suite() {
    return BenchSuite.of(OutputKind.LOGITS, CASES);
  }
}
