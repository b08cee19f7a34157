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
 * Judging one run of 256 cases with 10 classes, everything in memory, in a process that has done it
 * before: what a daemon pays for each run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class WarmJudgeBenchmark {
  private static final int CASES = 256;
  private static final int CLASSES = 10;

  /** How much an answer moves by itself: not at all, or a little. */
  @Param({"0", "1e-6", "1e-3"})
  public double noise;

  /** How much it has moved since: not at all, or visibly. */
  @Param({"0", "0.1"})
  public double change;

  private final List<Suite> suite = new ArrayList<>();
  private final List<Reference> reference = new ArrayList<>();
  private final List<Run> run = new ArrayList<>();

  /** Makes a baseline and a run. */
  @Setup(Level.Trial)
  public void capture() throws CaptureException {
    Recorded recorded = new Recorded(CASES, CLASSES);
    suite.add(recorded.suite());
    Suite only = suite.get(0);
    reference.add(new Reference.Approved(recorded.baseline(only, Suite.DEFAULT_REPEATS, noise)));
    run.add(recorded.run(99, noise + change));
  }

  /** Every check. */
  @Benchmark
  public List<Finding> judge() {
    return Checks.standard().evaluate(suite.get(0), reference.get(0), run.get(0));
  }
}
