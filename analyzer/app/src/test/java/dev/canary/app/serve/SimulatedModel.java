package dev.canary.app.serve;

import dev.canary.suite.Case;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Platform;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A model that answers at once in simulated time, with noise of its own, unless something is wrong
 * with it.
 */
final class SimulatedModel implements Target {
  static final int CLASSES = 3;
  private static final Duration TAKES = Duration.ofMillis(2);
  private static final Duration TOO_LONG = Duration.ofMillis(300);
  private static final Duration STUCK = Duration.ofSeconds(25);

  /** Of noise, in its standard deviations. */
  private static final double BEYOND_MARGIN = 25;

  private static final double WITHIN_MARGIN = 4;
  private static final double NOISE = 0.01;

  /** After so many runs without an answer there are wrong ones. */
  private static final int SILENT_FIRST = 8;

  private final boolean noisy;
  private final Optional<Faults.Wrong> wrong;
  private final SplittableRandom random;
  private final HandClock clock;
  private final Turns turns;
  private int replay;

  SimulatedModel(
      boolean noisy,
      Optional<Faults.Wrong> wrong,
      SplittableRandom random,
      HandClock clock,
      Turns turns) {
    this.noisy = noisy;
    this.wrong = wrong;
    this.random = random;
    this.clock = clock;
    this.turns = turns;
  }

  @Override
  public ModelIdentity identity() {
    boolean other = wrong.filter(w -> w.sort() == Faults.Sort.VERSION).isPresent();
    return new ModelIdentity(
        "simulated",
        Optional.of(other ? "2" : "1"),
        Optional.empty(),
        Optional.empty(),
        "simulated",
        "1",
        Optional.of(new Platform("none", "none", "none", "none")),
        Map.of());
  }

  @Override
  public void expect(List<Case> cases) {
    replay++;
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    clock.advance(TAKES);
    double[] row = row(golden);
    return wrong.isPresent() ? wrong(row, wrong.get()) : output(row);
  }

  private double[] row(Case golden) {
    Random centre = new Random(golden.id().hashCode() * 7919L);
    double[] row = new double[CLASSES];
    double sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      row[i] = noisy ? centre.nextGaussian() + (i == 1 ? 6 : 0) : 0.1 + centre.nextDouble();
      sum += row[i];
    }
    for (int i = 0; i < CLASSES; i++) {
      row[i] = noisy ? row[i] + NOISE * random.nextGaussian() : row[i] / sum;
    }
    return row;
  }

  private static Output output(double... row) {
    float[] values = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = (float) row[i];
    }
    return Output.of("output", Tensor.ofFloats(new int[] {row.length}, values));
  }

  private Output wrong(double[] row, Faults.Wrong how) throws PredictionException {
    return switch (how.sort()) {
      case BLIP, FLAPPING, UNREACHABLE, OUTAGE -> throw silent();
      case WORSE -> {
        if (how.run() < SILENT_FIRST) {
          throw silent();
        }
        yield output(Double.NaN, row[1], row[2]);
      }
      case SLOW_ANSWERS -> {
        turns.sleep(TOO_LONG);
        yield output(row);
      }
      case SLOW_RUN -> {
        if (replay == 1) {
          replay++;
          turns.sleep(STUCK);
        }
        yield output(row);
      }
      case REFUTED -> replay == 1 ? output(Double.NaN, row[1], row[2]) : output(row);
      case SCHEMA -> output(row[0], row[1], row[2], 0);
      case CONTRACT -> output(row[0] + 1e3, row[1], row[2] - 1e3);
      case NON_FINITE -> output(Double.NaN, row[1], row[2]);
      case PERMUTED -> output(row[1], row[2], row[0]);
      case MOVED -> output(row[0] + 1e-3, row[1] - 1e-3, row[2]);
      case VERSION -> output(row);
      case MARGIN -> output(row[0] + BEYOND_MARGIN * NOISE, row[1], row[2]);
      case FAINT -> output(row[0] + WITHIN_MARGIN * NOISE, row[1], row[2]);
    };
  }

  private static PredictionException silent() {
    return new PredictionException(Reason.UNREACHABLE, "nobody answers");
  }

  /** A run closes what it opened; nothing is held open. */
  @Override
  public void close() {}
}
