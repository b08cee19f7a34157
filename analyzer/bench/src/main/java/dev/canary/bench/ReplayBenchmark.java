package dev.canary.bench;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OrtException;
import dev.canary.format.FormatException;
import dev.canary.format.Suites;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a replay adds, per case, to the engine's own call: the difference of {@code replay} and
 * {@code bare}. On the shipped samples; to be run from the root of the repository.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplayBenchmark {
  private static final int CASES = 20;

  /**
   * A shipped suite: Tribuo, ONNX, TorchScript (its inputs have 3 KiB, the others' less than 1).
   */
  @Param({"credit-risk", "house-price", "digits"})
  public String suiteName = "";

  private Fixture fixture = Fixture.NONE;

  /** What both sides answer. */
  private record Fixture(
      List<Suite> suite,
      List<Target> target,
      List<BareEngine> engine,
      List<BareEngine.Call> calls,
      Replay replay) {
    static final Fixture NONE =
        new Fixture(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Replay(Clock.systemUTC(), System::nanoTime, Duration.ofHours(1), done -> {}));
  }

  /** Opens both. */
  @Setup(Level.Trial)
  public void open()
      throws FormatException, LoadException, IOException, MalformedModelException, OrtException {
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    Suite whole = Suites.load(Path.of("canaries", suiteName)).suite();
    Suite suite = first(whole);
    Target target = open(whole);
    BareEngine engine = BareEngine.of(whole.target().file());
    List<BareEngine.Call> calls = suite.cases().stream().map(engine::prepare).toList();
    fixture =
        new Fixture(List.of(suite), List.of(target), List.of(engine), calls, Fixture.NONE.replay());
  }

  private static Suite first(Suite whole) {
    return new Suite(
        whole.name(),
        whole.description(),
        whole.target(),
        whole.anyOutput(),
        whole.outputs(),
        whole.cases().subList(0, CASES),
        whole.repeats(),
        whole.latency(),
        whole.secret(),
        whole.digest());
  }

  private static Target open(Suite suite) throws LoadException {
    for (TargetProvider provider : ServiceLoader.load(TargetProvider.class)) {
      if (provider.type().equals(suite.target().type())) {
        return provider.open(suite.target());
      }
    }
    throw new LoadException("no provider for " + suite.target().type());
  }

  /** Closes both. */
  @TearDown(Level.Trial)
  public void close() throws OrtException {
    fixture.target().get(0).close();
    fixture.engine().get(0).close();
  }

  /** The engine alone. */
  @Benchmark
  @OperationsPerInvocation(CASES)
  public void bare(Blackhole hole) throws OrtException {
    for (BareEngine.Call call : fixture.calls()) {
      hole.consume(call.answer());
    }
  }

  /** The same cases through a target and a replay. */
  @Benchmark
  @OperationsPerInvocation(CASES)
  public Run replay() {
    return fixture
        .replay()
        .run(fixture.suite().get(0), fixture.target().get(0), Order.asWritten(CASES));
  }
}
