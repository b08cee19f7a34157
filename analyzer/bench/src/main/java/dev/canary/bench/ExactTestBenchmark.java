package dev.canary.bench;

import dev.canary.stats.CramerVonMisesTest;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.PValueMethod;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Exact p-values of small samples. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class ExactTestBenchmark {
  private final double[] tied = draw(200, 50);
  private final double[] otherTied = draw(200, 55);
  private final double[] untied = draw(20, 1 << 30);
  private final double[] otherUntied = draw(20, (1 << 30) + 1);

  private static double[] draw(int n, int values) {
    SplittableRandom random = new SplittableRandom(20260131 + values);
    double[] sample = new double[n];
    Arrays.setAll(sample, i -> random.nextInt(values));
    return sample;
  }

  /** 200 x 200 values out of 55. */
  @Benchmark
  public Object kolmogorovSmirnovWithTies() {
    return KolmogorovSmirnovTest.withDefaults().with(PValueMethod.EXACT).test(tied, otherTied);
  }

  /** The same, as if there were no ties: a larger p-value. */
  @Benchmark
  public Object kolmogorovSmirnovOfCommonsStatistics() {
    return org.apache.commons.statistics.inference.KolmogorovSmirnovTest.withDefaults()
        .with(org.apache.commons.statistics.inference.PValueMethod.EXACT)
        .test(tied, otherTied);
  }

  /** The same, as if there were no ties: a larger p-value. */
  @Benchmark
  public double kolmogorovSmirnovOfCommonsMath() {
    var test = new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest();
    return test.exactP(test.kolmogorovSmirnovStatistic(tied, otherTied), 200, 200, false);
  }

  /** 20 x 20. */
  @Benchmark
  public Object cramerVonMises() {
    return CramerVonMisesTest.withDefaults().with(PValueMethod.EXACT).test(untied, otherUntied);
  }
}
