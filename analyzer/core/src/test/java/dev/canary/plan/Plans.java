package dev.canary.plan;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Budget;
import dev.canary.given.Given;
import dev.canary.plan.Detection.Kind;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.WatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Plans of one watch, and what stands in them. */
final class Plans {
  static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  static final Suite SUITE = suite(OutputKind.LOGITS, 4, 1);

  private Plans() {}

  static Suite suite(OutputKind kind, int cases, int rows) {
    List<Case> all =
        IntStream.range(0, cases)
            .mapToObj(
                i ->
                    Case.of(
                        "c" + i,
                        Input.of(
                            Map.of("x", Tensor.ofDoubles(new int[] {rows, 1}, new double[rows])))))
            .toList();
    return Given.suite(Given.spec(kind, Precision.FP32), all);
  }

  static Baseline noisy() {
    return Given.baseline(
        SUITE, Given.model(), 26, (c, i) -> Given.row(10 + .001 * ((c * 7 + i) % 11), 1 + i));
  }

  /** A baseline with so many held-out captures, this far apart. */
  static Baseline heldOut(int captures, Duration apart) {
    Baseline b = noisy();
    IntFunction<SuiteScores> scores = i -> new SuiteScores(1 + i % 7 / 10., .5 + i % 5 / 10., 0);
    return new Baseline(
        b.suite(),
        b.suiteDigest(),
        b.model(),
        b.status(),
        b.approval(),
        b.provenance(),
        b.caseIds(),
        b.outputs(),
        IntStream.range(0, captures).mapToObj(scores).toList(),
        IntStream.range(0, captures)
            .mapToObj(i -> Instant.EPOCH.plus(apart.multipliedBy(i)))
            .toList(),
        b.latencies(),
        b.digest());
  }

  static WatchSettings every(Duration interval) {
    return new WatchSettings(
        new ScheduleSpec.Every(interval), Policy.DEFAULT, Optional.empty(), 1, false);
  }

  static PlannedWatch watch(WatchSettings settings, Optional<Baseline> baseline) {
    return new PlannedWatch(
        "pets", SUITE, "fake model", settings, Budget.DEFAULT.whole(), baseline);
  }

  static WatchPlan of(PlannedWatch watch) {
    return WorkspacePlan.of(Budget.DEFAULT, List.of(watch)).watches().get(0);
  }

  static WatchPlan of(Baseline baseline) {
    return of(watch(every(TEN_SECONDS), Optional.of(baseline)));
  }

  static Detection detection(WatchPlan plan, Kind kind) {
    return plan.detections().stream().filter(d -> d.kind() == kind).findFirst().orElseThrow();
  }

  static Optional<Improvement> improvement(WatchPlan plan, Improvement.Kind kind) {
    return plan.improvements().stream().filter(i -> i.kind() == kind).findFirst();
  }

  static double worst(WatchPlan plan) {
    return detection(plan, Kind.EVIDENCE).worst().orElseThrow().runs();
  }
}
