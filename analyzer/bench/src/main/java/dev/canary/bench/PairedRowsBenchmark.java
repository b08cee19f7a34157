package dev.canary.bench;

import dev.canary.stats.MaximumMeanDiscrepancyTest;
import dev.canary.stats.PairedEnergyTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Tests of 500 pairs of rows with 10,000 random ways to swap, the matrix of kernels included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 8, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class PairedRowsBenchmark {
  private static final int PAIRS = 500;
  private static final int DRAWS = 10_000;

  /** Numbers in a row. */
  @Param({"10", "100"})
  public int width;

  private final double[][] now = new double[PAIRS][];
  private final double[][] baseline = new double[PAIRS][];

  /** Draws rows that moved by a tenth of their spread. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(20260131);
    for (int i = 0; i < PAIRS; i++) {
      double[] row = new double[width];
      Arrays.setAll(row, k -> random.nextGaussian());
      baseline[i] = row;
      now[i] = row.clone();
      Arrays.setAll(now[i], k -> row[k] + 0.1 * random.nextGaussian());
    }
  }

  /** Maximum mean discrepancy with the median distance as bandwidth. */
  @Benchmark
  public Object maximumMeanDiscrepancy() {
    return MaximumMeanDiscrepancyTest.withDefaults().withAssignments(DRAWS).test(now, baseline);
  }

  /** Energy. */
  @Benchmark
  public Object energy() {
    return PairedEnergyTest.withDefaults().withAssignments(DRAWS).test(now, baseline);
  }
}
