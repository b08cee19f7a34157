package dev.canary.plan;

import dev.canary.baseline.Captures;
import dev.canary.baseline.Status;
import dev.canary.evidence.Decorrelation;
import dev.canary.plan.Improvement.Kind;
import dev.canary.plan.Improvement.Measure;
import dev.canary.plan.WatchPlan.Captured;
import dev.canary.quality.Advice;
import dev.canary.quality.Sensitivity;
import dev.canary.quality.Sensitivity.Smallest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What would make a watch better, each with what it gains by the same functions.
 *
 * @param watch that is planned
 * @param forecast as it is now
 * @param captured what it is measured by
 * @param advice on its cases
 */
record Improvements(PlannedWatch watch, Forecast forecast, Captured captured, List<Advice> advice) {
  private static final int[] CAPTURES = {100, 1_000};
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Map.Entry<Duration, String>> UNITS =
      List.of(
          Map.entry(DAY, "d"),
          Map.entry(Duration.ofHours(1), "h"),
          Map.entry(Duration.ofMinutes(1), "m"),
          Map.entry(Duration.ofSeconds(1), "s"));
  private static final String SPREAD_AGAIN = " --over 24h";

  /** Those that gain anything. */
  List<Improvement> all() {
    List<Improvement> all = new ArrayList<>();
    for (int more : CAPTURES) {
      moreCaptures(more).ifPresent(all::add);
    }
    spread().ifPresent(all::add);
    shorter().ifPresent(all::add);
    unsaturated().ifPresent(all::add);
    return all;
  }

  private Optional<Improvement> moreCaptures(int heldOut) {
    OptionalInt now = forecast.worst();
    OptionalInt then = forecast.withCaptures(heldOut).worst();
    boolean gains = then.isPresent() && then.getAsInt() < now.orElse(Integer.MAX_VALUE);
    if (heldOut <= captured.heldOut() || !gains) {
      return Optional.empty();
    }
    return Optional.of(
        new Improvement(
            Kind.MORE_CAPTURES,
            heldOut + " held-out captures",
            Measure.RUNS_TO_ALERT,
            now.isPresent() ? OptionalDouble.of(now.getAsInt()) : OptionalDouble.empty(),
            then.getAsInt(),
            capture(heldOut)));
  }

  /** Appending keeps what there is, as long as nobody approved it and time does not matter. */
  private String capture(int heldOut) {
    String command = "canary capture " + watch.suite().name();
    boolean open = watch.baseline().filter(b -> b.status() == Status.CAPTURED).isPresent();
    if (open && captured.heldOut() > 0 && !isSpread()) {
      return "%s --append --repeats %d".formatted(command, heldOut - captured.heldOut());
    }
    int repeats = heldOut;
    while (repeats - Captures.firstGroupOf(repeats) < heldOut) {
      repeats++;
    }
    return "%s --repeats %d%s".formatted(command, repeats, isSpread() ? SPREAD_AGAIN : "");
  }

  private boolean isSpread() {
    return forecast.calibration().decorrelation() instanceof Decorrelation.Spread;
  }

  /** Captures spread over a day turn the slow lanes on, which bet on movements without a margin. */
  private Optional<Improvement> spread() {
    if (isSpread() || watch.baseline().isEmpty() || captured.bitStable()) {
      return Optional.empty();
    }
    Duration apart = DAY.dividedBy(Math.max(1, captured.heldOut()));
    Forecast slow = forecast.with(forecast.calibration().with(new Decorrelation.Spread(apart)));
    OptionalDouble now = share(Sensitivity.ofOneRun(watch.suite(), watch.baseline().get()).best());
    OptionalDouble then =
        Planner.slowReach(watch.suite(), watch.baseline().get(), slow)
            .map(reach -> share(reach.single()))
            .orElse(OptionalDouble.empty());
    return then.isPresent() && then.getAsDouble() < now.orElse(Double.POSITIVE_INFINITY)
        ? Optional.of(
            new Improvement(
                Kind.SPREAD_CAPTURES,
                "captures spread over a day",
                Measure.SMALLEST_SHARE,
                now,
                then.getAsDouble(),
                "canary capture " + watch.suite().name() + SPREAD_AGAIN))
        : Optional.empty();
  }

  private Optional<Improvement> shorter() {
    Duration half = forecast.interval().dividedBy(2);
    OptionalInt now = forecast.worst();
    OptionalInt then = half.isZero() ? now : forecast.with(half).worst();
    return now.isEmpty() || then.isEmpty() || half.isZero()
        ? Optional.empty()
        : Optional.of(
            new Improvement(
                Kind.SHORTER_SCHEDULE,
                "half the interval, at twice the load",
                Measure.SECONDS_TO_ALERT,
                OptionalDouble.of(now.getAsInt() * seconds(forecast.interval())),
                then.getAsInt() * seconds(half),
                "schedule: {every: %s} in suite.yaml or canary.yaml".formatted(spelled(half))));
  }

  private Optional<Improvement> unsaturated() {
    int cases = watch.suite().cases().size();
    return advice.stream()
        .filter(piece -> piece.kind() == Advice.Kind.SATURATED)
        .findFirst()
        .map(
            piece ->
                new Improvement(
                    Kind.UNSATURATED_CASES,
                    "logits, or cases that are not saturated",
                    Measure.TELLING_CASES,
                    OptionalDouble.of(cases - piece.cases().size()),
                    cases,
                    piece.cure()));
  }

  private static OptionalDouble share(Optional<Smallest> smallest) {
    return smallest.isPresent()
        ? OptionalDouble.of(smallest.get().share())
        : OptionalDouble.empty();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** As a schedule spells it, in the largest unit that measures it without a rest. */
  static String spelled(Duration duration) {
    for (Map.Entry<Duration, String> unit : UNITS) {
      if (duration.toMillis() % unit.getKey().toMillis() == 0) {
        return duration.dividedBy(unit.getKey()) + unit.getValue();
      }
    }
    return duration.toMillis() + "ms";
  }
}
