package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.RunJob.Recorded;
import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.check.Cause;
import dev.canary.check.Checks;
import dev.canary.check.Finding;
import dev.canary.format.Workspace;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.watch.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the product was asked for of time, as a table: how long answers take is what the test's own
 * clock says, to the nanosecond; all else is as in production.
 */
class DemandsOnTimeTest {
  private static final int CASES = 12;
  private static final int COLD = 3;
  private static final Duration COLD_LATENCY = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  @TempDir private Path root = Path.of("");

  /** Every two readings are a latency apart, and a case reads the clock before and after. */
  private static final class Stopwatch {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger done = new AtomicInteger();
    private final Duration latency;
    private final int cold;

    Stopwatch(Duration latency, int cold) {
      this.latency = latency;
      this.cold = cold;
    }

    private long read() {
      return nanos.addAndGet((done.get() < cold ? COLD_LATENCY : latency).toNanos());
    }

    Replay replay(Instant now) {
      return new Replay(
          Clock.fixed(now, ZoneOffset.UTC), this::read, Duration.ofHours(1), done::set);
    }
  }

  /** Captured at a latency, run at others: three runs each; told is what the alert did. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "180 ms of 200 ms are within the budget,        170, 180, HEALTHY, -,       ''",
    "above 180 ms of 200 ms is a warning,           170, 181, HEALTHY, LATENCY, ''",
    "200 ms of 200 ms are a warning still,          170, 200, HEALTHY, LATENCY, ''",
    "above 200 ms is a breach and the third pages,  170, 201, BROKEN,  LATENCY, OPENED 3",
    "slower than its own captures is a warning,      20, 100, HEALTHY, LATENCY, ''"
  })
  void latencies(
      String demand, long captured, long latency, String level, String cause, String told)
      throws Exception {
    suite("1");
    capture(Duration.ofMillis(captured));

    List<Recorded> runs = runs(new Stopwatch(Duration.ofMillis(latency), 0), 3);

    assertThat(runs)
        .as(demand)
        .allSatisfy(
            run -> {
              assertThat(run.judged().verdict().level().name()).isEqualTo(level);
              assertThat(causes(run)).isEqualTo(cause.equals("-") ? "" : cause);
            });
    assertThat(told(runs)).isEqualTo(told);
  }

  /** A slow start is left out of the time that is judged, and told. */
  @ParameterizedTest(name = "a cold start of {0} cases is not judged")
  @CsvSource({"1", "3"})
  void coldStarts(int cold) throws Exception {
    suite("1");
    capture(Duration.ofMillis(50));

    List<Recorded> runs = runs(new Stopwatch(Duration.ofMillis(50), Math.min(cold, COLD)), 1);

    assertThat(runs)
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.judged().verdict().level().name()).isEqualTo("HEALTHY");
              assertThat(latency(run).reason()).contains("left out: the first " + cold + " case");
            });
  }

  /** Versions have baselines of their own: what is slow for one is as it should be for the next. */
  @ParameterizedTest(name = "a new version at {1} ms, captured at {0} ms: {2}")
  @CsvSource({"100, 100, ''", "20, 100, LATENCY"})
  void versions(long captured, long latency, String cause) throws Exception {
    suite("1");
    capture(Duration.ofMillis(20));
    suite("2");
    capture(Duration.ofMillis(captured));

    List<Recorded> runs = runs(new Stopwatch(Duration.ofMillis(latency), 0), 3);

    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.judged().verdict().level().name()).isEqualTo("HEALTHY");
              assertThat(run.judged().baseline().orElseThrow().version()).isEqualTo("2");
              assertThat(causes(run)).isEqualTo(cause);
            });
    assertThat(told(runs)).isEmpty();
  }

  private void suite(String version) throws Exception {
    RecordedWorkspace workspace = new RecordedWorkspace(root, "kafka: none\n");
    workspace
        .suite("loans", CASES, "latency: {budget: 200ms, warn: 0.9}", "schedule: {every: 10s}")
        .answers("loans", RecordedWorkspace.spread(CASES));
    Path file = root.resolve("canaries/loans/suite.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace("version: \"1\"", "version: \"%s\"".formatted(version)));
  }

  private void capture(Duration latency) throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      Watched watch = wiring.watches(List.of("loans")).get(0);
      Replay replay = new Stopwatch(latency, 0).replay(wiring.now());
      Baseline captured =
          new BaselineMaker(
                  new CaptureJob(wiring.targets(), replay, 7),
                  new OrderDependence(wiring.targets(), replay),
                  wiring.baselines(),
                  wiring.clock(),
                  "a test",
                  warning -> {})
              .of(watch, 6);
      wiring.baselines().write(captured);
      wiring
          .baselines()
          .approve("loans", captured.version(), new Approval("a test", "as it is", wiring.now()));
    }
  }

  private List<Recorded> runs(Stopwatch stopwatch, int count) throws Exception {
    List<Recorded> runs = new ArrayList<>();
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      Watched watch = wiring.watches(List.of("loans")).get(0);
      Instant start = wiring.now();
      for (int i = 0; i < count; i++) {
        Instant due = start.plus(PERIOD.multipliedBy(i));
        runs.add(
            new RunJob(
                    wiring.targets(),
                    wiring.baselines(),
                    Tier.GOLDEN,
                    Checks.standard(),
                    stopwatch.replay(due),
                    Order::asWritten,
                    wiring.evidence(),
                    new StoreRecorder(wiring.store()))
                .run(watch, due));
      }
    }
    return runs;
  }

  private static Finding latency(Recorded run) {
    return run.judged().findings().stream()
        .filter(finding -> finding.check().equals("latency"))
        .findFirst()
        .orElseThrow();
  }

  private static String causes(Recorded run) {
    return Optional.of(latency(run)).flatMap(Finding::cause).map(Cause::name).orElse("");
  }

  private static String told(List<Recorded> runs) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int run = i + 1;
      runs.get(i)
          .alerts()
          .step()
          .transitions()
          .forEach(each -> told.add("%s %d".formatted(each.kind(), run)));
    }
    return String.join("; ", told);
  }
}
