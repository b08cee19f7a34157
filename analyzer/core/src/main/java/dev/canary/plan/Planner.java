package dev.canary.plan;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Status;
import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.CapturedScores;
import dev.canary.evidence.Score;
import dev.canary.plan.Detection.Kind;
import dev.canary.plan.WatchPlan.Captured;
import dev.canary.plan.WatchPlan.FalseAlerts;
import dev.canary.quality.Advice;
import dev.canary.quality.Sensitivity;
import dev.canary.quality.SuiteQuality;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.watch.Policy;
import dev.canary.watch.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Plans one watch. */
final class Planner {
  /** Advice that bears on what a watch can see, and how soon. */
  private static final Set<Advice.Kind> BEARING =
      Collections.unmodifiableSet(
          EnumSet.of(Advice.Kind.BLIND, Advice.Kind.CORRELATED, Advice.Kind.SATURATED));

  private final PlannedWatch watch;
  private final Cadence golden;
  private final Cadence ticks;
  private final Duration replay;
  private final Forecast forecast;

  private Planner(PlannedWatch watch) {
    this.watch = watch;
    Timing timing = watch.settings().timing();
    this.golden = Cadence.golden(timing, watch.name());
    this.ticks = Cadence.ticks(timing, watch.name());
    this.replay = Load.replay(watch.baseline()).orElse(Duration.ZERO);
    Duration interval = timing.golden().interval();
    Duration soon = timing.recheckAfter();
    this.forecast =
        new Forecast(
            calibration(watch),
            watch.share(),
            watch.name(),
            interval,
            soon.compareTo(interval) < 0 ? soon : interval);
  }

  static WatchPlan plan(PlannedWatch watch) {
    return new Planner(watch).plan();
  }

  private WatchPlan plan() {
    Suite suite = watch.suite();
    Optional<Baseline> baseline = watch.baseline();
    List<Advice> advice = baseline.stream().flatMap(captured -> advice(suite, captured)).toList();
    return new WatchPlan(
        watch.name(),
        suite.name(),
        suite.secret(),
        golden.mean(),
        watch.settings().policy(),
        captured(),
        assumptions(),
        detections(),
        falseAlerts(),
        baseline.map(b -> Reach.of(Sensitivity.ofOneRun(suite, b), OptionalInt.of(1))),
        baseline.flatMap(b -> slowReach(suite, b, forecast)),
        Load.of(suite, baseline, golden.mean()),
        new Improvements(watch, forecast, captured(), advice).all(),
        advice);
  }

  private static Stream<Advice> advice(Suite suite, Baseline captured) {
    Stream<Advice> bearing =
        SuiteQuality.advice(suite, captured).stream()
            .filter(piece -> BEARING.contains(piece.kind()));
    return Stream.concat(bearing, SuiteQuality.burst(suite, captured).stream());
  }

  private Captured captured() {
    int all =
        watch
            .baseline()
            .map(b -> b.provenance().captures())
            .orElseGet(() -> watch.suite().repeats());
    return new Captured(
        watch.baseline().map(Baseline::version),
        all,
        forecast.calibration().captures(),
        watch.baseline().filter(Planner::isBitStable).isPresent());
  }

  private static boolean isBitStable(Baseline baseline) {
    return baseline.outputs().values().stream()
        .allMatch(output -> output.bitStable().cardinality() == output.centre().size());
  }

  private List<String> assumptions() {
    List<String> assumptions = new ArrayList<>();
    watch
        .baseline()
        .filter(baseline -> baseline.status() != Status.APPROVED)
        .ifPresent(
            baseline ->
                assumptions.add(
                    "the baseline of %s %s is %s: nothing is judged before canary approve %s"
                        .formatted(
                            baseline.suite(),
                            baseline.version(),
                            baseline.status().label(),
                            baseline.suite())));
    otherVersion().ifPresent(assumptions::add);
    if (watch.baseline().isEmpty()) {
      assumptions.add(
          "no baseline fits the cases of %s: planned with the %d captures that the suite declares, made in one burst; movements cannot be told before canary capture %s"
              .formatted(watch.suite().name(), watch.suite().repeats(), watch.suite().name()));
    }
    return assumptions;
  }

  /** Only a model that tells its version itself may still be the one of the baseline. */
  private Optional<String> otherVersion() {
    Optional<String> declared = watch.suite().target().version();
    return watch
        .baseline()
        .filter(baseline -> declared.isPresent() && !baseline.model().version().equals(declared))
        .map(
            baseline ->
                "planned with the baseline of %s %s, though its suite.yaml says version %s: nothing is judged if that version answers, before its own is approved"
                    .formatted(baseline.suite(), baseline.version(), declared.get()));
  }

  private List<Detection> detections() {
    boolean pages = !watch.settings().dryRun();
    Policy policy = watch.settings().policy();
    List<Detection> all = new ArrayList<>();
    Duration confirmed = replay.multipliedBy(2);
    all.add(surely(Kind.LASTING_FACT, pages, golden.regular(1, confirmed)));
    all.add(surely(Kind.TRANSIENT_FACT, pages, ticks.rechecked(policy.failures(), replay)));
    all.add(surely(Kind.MARGIN_FINDING, false, golden.regular(1, confirmed)));
    all.add(
        new Detection(
            Kind.EVIDENCE,
            pages,
            doubles(forecast.worst()).map(runs -> golden.rechecked(runs, confirmed).worst()),
            doubles(forecast.expected())
                .map(runs -> golden.rechecked(runs, confirmed).expected())));
    all.add(
        new Detection(
            Kind.EVIDENCE_HALF,
            pages,
            optional(forecast.worstOfHalf()).map(runs -> golden.regular(runs, confirmed).worst()),
            optional(forecast.expectedOfHalf())
                .map(runs -> golden.regular(runs, confirmed).expected())));
    return all;
  }

  private static Detection surely(Kind kind, boolean pages, Cadence.Delays delays) {
    return new Detection(kind, pages, Optional.of(delays.worst()), Optional.of(delays.expected()));
  }

  private FalseAlerts falseAlerts() {
    return new FalseAlerts(
        watch.share().share() * watch.share().budget().falseAlerts(),
        watch.share().budget().period(),
        1 - watch.share().delta());
  }

  /** What lies just above the limits of the slow lanes; empty where they are off. */
  static Optional<Reach> slowReach(Suite suite, Baseline baseline, Forecast spread) {
    OptionalDouble max = spread.slowLimit(Score.MAX);
    OptionalDouble rms = spread.slowLimit(Score.RMS);
    return max.isEmpty() || rms.isEmpty() || isBitStable(baseline)
        ? Optional.empty()
        : Optional.of(
            Reach.of(
                Sensitivity.beyond(suite, baseline, max.getAsDouble(), rms.getAsDouble()),
                spread.runsJustAbove(Score.MAX)));
  }

  private static Calibration calibration(PlannedWatch watch) {
    return watch
        .baseline()
        .flatMap(captured -> CapturedScores.calibration(watch.suite(), captured))
        .orElseGet(() -> declared(watch.suite()));
  }

  /** Of captures that are not made yet: their number is all that is known. */
  private static Calibration declared(Suite suite) {
    int heldOut = suite.repeats() - Captures.firstGroupOf(suite.repeats());
    return Calibration.of(scores(suite), Collections.nCopies(heldOut, new SuiteScores(0, 0, 0)));
  }

  private static Set<Score> scores(Suite suite) {
    Collection<OutputSpec> specs =
        suite.outputs().isEmpty() ? List.of(suite.anyOutput()) : suite.outputs().values();
    Set<Score> scores = EnumSet.noneOf(Score.class);
    for (OutputSpec spec : specs) {
      scores.addAll(
          switch (spec.kind()) {
            case PROBABILITIES, LOGITS -> Score.ALL;
            case VALUES, EMBEDDING -> Score.VALUES;
            case LABELS, TEXT -> Score.LABELS_ONLY;
          });
    }
    return scores;
  }

  private static Optional<Double> doubles(OptionalInt runs) {
    return runs.isPresent() ? Optional.of((double) runs.getAsInt()) : Optional.empty();
  }

  private static Optional<Double> optional(OptionalDouble runs) {
    return runs.isPresent() ? Optional.of(runs.getAsDouble()) : Optional.empty();
  }
}
