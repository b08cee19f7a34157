package dev.canary.bench;

import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Reference;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import java.util.ArrayList;
import java.util.List;
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
 * Judging one run of 4096 cases, everything in memory, the first time a fresh process does it: what
 * a scheduled run pays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 5,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
public class JudgeBenchmark {
  private static final int CASES = 4096;
  private static final int CAPTURES = 4;

  /** Classes per case. */
  @Param({"10", "1000"})
  public int classes;

  /** How much an answer moves by itself: not at all, or a little. */
  @Param({"0", "1e-6"})
  public double noise;

  private final List<Suite> suite = new ArrayList<>();
  private final List<Reference> reference = new ArrayList<>();
  private final List<Run> run = new ArrayList<>();

  /** Makes a baseline and a run. */
  @Setup(Level.Trial)
  public void capture() throws CaptureException {
    Recorded recorded = new Recorded(CASES, classes);
    suite.add(recorded.suite());
    reference.add(new Reference.Approved(recorded.baseline(suite.get(0), CAPTURES, noise)));
    run.add(recorded.run(99, noise));
  }

  /** Every check. */
  @Benchmark
  public List<Finding> judge() {
    return Checks.standard().evaluate(suite.get(0), reference.get(0), run.get(0));
  }
}
