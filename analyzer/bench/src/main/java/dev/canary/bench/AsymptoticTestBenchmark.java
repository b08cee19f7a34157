package dev.canary.bench;

import dev.canary.stats.AndersonDarlingTest;
import dev.canary.stats.CramerVonMisesTest;
import dev.canary.stats.EquivalenceTest;
import dev.canary.stats.KendallTauTest;
import dev.canary.stats.KolmogorovSmirnovTest;
import dev.canary.stats.MannWhitneyTest;
import dev.canary.stats.PValueMethod;
import dev.canary.stats.PairedTTest;
import dev.canary.stats.SignTest;
import dev.canary.stats.TestResult;
import dev.canary.stats.WilcoxonTest;
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
 * Every univariate test by its asymptotic p-value: with {@code -prof gc}, the bytes allocated for a
 * call must grow no faster than n.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class AsymptoticTestBenchmark {

  /** The tests, by name. */
  public enum Univariate {
    KOLMOGOROV_SMIRNOV,
    CRAMER_VON_MISES,
    ANDERSON_DARLING,
    MANN_WHITNEY,
    WILCOXON,
    KENDALL,
    SIGN,
    PAIRED_T,
    EQUIVALENCE;

    private TestResult test(double[] x, double[] y) {
      return switch (this) {
        case KOLMOGOROV_SMIRNOV ->
            KolmogorovSmirnovTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(x, y);
        case CRAMER_VON_MISES ->
            CramerVonMisesTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(x, y);
        case ANDERSON_DARLING -> AndersonDarlingTest.withDefaults().test(x, y);
        case MANN_WHITNEY ->
            MannWhitneyTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(x, y);
        case WILCOXON -> WilcoxonTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(x, y);
        case KENDALL -> KendallTauTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(x, y);
        case SIGN -> SignTest.withDefaults().test(x, y);
        case PAIRED_T -> PairedTTest.withDefaults().test(x, y);
        case EQUIVALENCE -> EquivalenceTest.within(-0.1, 0.1).test(x, y);
      };
    }
  }

  /** Which. */
  @Param public Univariate test = Univariate.SIGN;

  /** Values in each sample. */
  @Param({"10000", "100000", "1000000"})
  public int n;

  private double[] now = {};
  private double[] baseline = {};

  /** Draws normal numbers. */
  @Setup(Level.Trial)
  public void draw() {
    SplittableRandom random = new SplittableRandom(20260131);
    now = new double[n];
    Arrays.setAll(now, i -> random.nextGaussian());
    baseline = new double[n];
    Arrays.setAll(baseline, i -> random.nextGaussian());
  }

  /** Statistic and p-value. */
  @Benchmark
  public TestResult test() {
    return test.test(now, baseline);
  }
}
