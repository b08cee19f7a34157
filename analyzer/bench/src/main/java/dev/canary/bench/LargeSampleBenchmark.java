package dev.canary.bench;

import dev.canary.stats.EnergyDistance;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.PValueMethod;
import dev.canary.stats.SortedSample;
import dev.canary.stats.Wasserstein;
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

/**
 * Univariate statistics of a new sample beside a sorted baseline, over what cannot be avoided:
 * sorting the new sample, and one merge.
 *
 * <p>With {@code -prof gc}, the bytes allocated for each call must grow no faster than n.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 8, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class LargeSampleBenchmark {

  /** Values in each sample. */
  @Param({"100000", "1000000"})
  public int n;

  private double[] now = {};
  private double[] baseline = {};
  private SortedSample sortedBaseline = SortedSample.of(new double[1]);

  /** Draws normal numbers. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(20260131);
    now = new double[n];
    Arrays.setAll(now, i -> random.nextGaussian());
    baseline = new double[n];
    Arrays.setAll(baseline, i -> random.nextGaussian());
    Arrays.sort(baseline);
    sortedBaseline = SortedSample.of(baseline);
  }

  /** The least that any of these statistics needs. */
  @Benchmark
  public double sortAndMerge() {
    double[] sorted = now.clone();
    Arrays.sort(sorted);
    int i = 0;
    int j = 0;
    int most = 0;
    while (i < n && j < n) {
      if (sorted[i] <= baseline[j]) {
        i++;
      } else {
        j++;
      }
      most = Math.max(most, Math.abs(i - j));
    }
    return most / (double) n;
  }

  /** Statistic and p-value. */
  @Benchmark
  public Object kolmogorovSmirnov() {
    return KolmogorovSmirnovTest.withDefaults()
        .with(PValueMethod.ASYMPTOTIC)
        .test(SortedSample.of(now), sortedBaseline);
  }

  /** Statistic and p-value. */
  @Benchmark
  public Object kolmogorovSmirnovOfCommonsStatistics() {
    return org.apache.commons.statistics.inference.KolmogorovSmirnovTest.withDefaults()
        .with(org.apache.commons.statistics.inference.PValueMethod.ASYMPTOTIC)
        .test(now, baseline);
  }

  /** Statistic and p-value. */
  @Benchmark
  public double kolmogorovSmirnovOfCommonsMath() {
    return new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest()
        .kolmogorovSmirnovTest(now, baseline);
  }

  /** The area between the step functions. */
  @Benchmark
  public Object wasserstein() {
    return Wasserstein.withDefaults().between(SortedSample.of(now), sortedBaseline);
  }

  /** The root of the area between the step functions, squared. */
  @Benchmark
  public Object energy() {
    return EnergyDistance.withDefaults().between(SortedSample.of(now), sortedBaseline);
  }
}
