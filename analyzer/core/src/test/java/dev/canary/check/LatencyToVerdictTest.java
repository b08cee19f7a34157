package dev.canary.check;

import static dev.canary.check.Verdicts.CASES;
import static dev.canary.check.Verdicts.SUITE;
import static dev.canary.check.Verdicts.broken;
import static dev.canary.check.Verdicts.healthy;
import static dev.canary.check.Verdicts.run;
import static dev.canary.check.Verdicts.stable;
import static dev.canary.check.Verdicts.trusted;

import dev.canary.baseline.Baseline;
import dev.canary.check.Verdicts.Expected;
import dev.canary.check.Verdicts.Row;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.Suite.LatencyBudget.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Latency against its budget, and against the baseline's own. */
class LatencyToVerdictTest {
  static Stream<Row> budgets() {
    return Stream.of(
        slow("median over budget", Summary.MEDIAN, 250, 250, 250, broken(Cause.LATENCY)),
        slow("p95 over budget", Summary.P95, 10, 250, 250, broken(Cause.LATENCY)),
        slow("maximum over budget", Summary.MAX, 10, 10, 250, broken(Cause.LATENCY)),
        slow(
            "latency over the warning share",
            Summary.MEDIAN,
            190,
            190,
            190,
            healthy(Cause.LATENCY, Severity.WARN)));
  }

  /** A budget of 200 ms with a warning from 90 % on; the first half, the others and the last. */
  private static Row slow(
      String seen, Summary of, long first, long second, long last, Expected expected) {
    Suite suite = withBudget(Optional.of(new LatencyBudget(Duration.ofMillis(200), .9, of)));
    IntFunction<Long> millis = i -> i == CASES - 1 ? last : i < 3 ? first : second;
    return new Row(seen, timed(suite, 150, millis), LatencyCheck.NAME, expected);
  }

  static Stream<Row> warnings() {
    return Stream.of(
        new Row(
            "slower than the baseline's own",
            timed(withBudget(Optional.empty()), 20, i -> 62L),
            LatencyCheck.NAME,
            healthy(Cause.LATENCY, Severity.WARN)),
        new Row(
            "inside the budget but slower than the baseline's own",
            timed(
                withBudget(
                    Optional.of(new LatencyBudget(Duration.ofMillis(200), .9, Summary.MEDIAN))),
                20,
                i -> 62L),
            LatencyCheck.NAME,
            healthy(Cause.LATENCY, Severity.WARN)));
  }

  private static Suite withBudget(Optional<LatencyBudget> budget) {
    return new Suite(
        SUITE.name(),
        "",
        SUITE.target(),
        SUITE.anyOutput(),
        SUITE.outputs(),
        SUITE.cases(),
        SUITE.repeats(),
        budget,
        false,
        SUITE.digest());
  }

  private static Judged timed(Suite suite, long captured, IntFunction<Long> millis) {
    Baseline baseline = stable(suite, Verdicts::trusted);
    Baseline slow =
        new Baseline(
            baseline.suite(),
            baseline.suiteDigest(),
            baseline.model(),
            baseline.status(),
            baseline.approval(),
            baseline.provenance(),
            baseline.caseIds(),
            baseline.outputs(),
            baseline.heldOut(),
            baseline.heldOutAt(),
            List.of(longs(captured * 1_000_000), longs(captured * 500_000)),
            "");
    Run run =
        Given.observed(
            suite,
            Given.model(),
            i ->
                new Observation.Answered(
                    suite.cases().get(i).id(), trusted(i), millis.apply(i) * 1_000_000));
    return Judged.of(suite, slow, run);
  }

  private static long[] longs(long each) {
    return new long[] {each, each, each, each, each, each};
  }

  @ParameterizedTest
  @MethodSource({"budgets", "warnings"})
  void whatWasSeenBecomesItsVerdict(Row row) {
    row.assertVerdict();
  }
}
