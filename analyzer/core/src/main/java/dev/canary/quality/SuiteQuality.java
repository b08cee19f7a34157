package dev.canary.quality;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.HeldOut;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.CapturedScores;
import dev.canary.evidence.Decorrelation;
import dev.canary.quality.Advice.Kind;
import dev.canary.quality.Advice.Named;
import dev.canary.quality.Sensitivity.Smallest;
import dev.canary.suite.OutputKind;
import dev.canary.suite.Suite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What keeps a suite from noticing what it could, as its captures show it: advice for its author,
 * which decides nothing.
 *
 * <p>A function of suite and baseline alone. Of a private suite it tells ids and numbers of cases,
 * and nothing that was measured of an answer.
 */
public final class SuiteQuality {
  /** What every suite should see in one run, as a share of U. */
  public static final double WANTED = 0.01;

  private SuiteQuality() {}

  /** The advice, the gravest first; none for a suite that is as good as this can tell. */
  public static List<Advice> advice(Suite suite, Baseline baseline) {
    List<Trusted> all = Trusted.of(suite, baseline);
    int cases = suite.cases().size();
    List<Trusted> telling = all.stream().filter(t -> !Saturation.isSaturated(t)).toList();
    List<Advice> advice = new ArrayList<>();
    lost(all, cases).ifPresent(advice::add);
    blind(suite, baseline).ifPresent(advice::add);
    advice.addAll(timing(suite, baseline));
    advice.addAll(Saturation.advice(all, cases));
    advice.addAll(LabelMargins.advice(all, cases));
    advice.addAll(Duplicates.advice(suite.cases(), telling));
    return suite.secret() ? advice.stream().map(SuiteQuality::withoutFigures).toList() : advice;
  }

  /**
   * That most cases answer NaN or infinity: as the largest inputs may, but a suite of which most do
   * was captured of a broken model, and would call it healthy ever after.
   */
  private static Optional<Advice> lost(List<Trusted> all, int cases) {
    List<Named> named =
        all.stream()
            .filter(Trusted::isLost)
            .map(Trusted::id)
            .distinct()
            .map(id -> Named.with(id, Map.of()))
            .toList();
    return 2 * named.size() <= cases
        ? Optional.empty()
        : Optional.of(
            new Advice(
                Kind.NON_FINITE,
                "%d of %d cases answer with NaN or infinity, which is expected of them from now on"
                    .formatted(named.size(), cases),
                "do not approve it unless the model is meant to; look whether its weights are whole",
                named));
  }

  /**
   * That all captures were made in one burst, when they were. Of captures that were all alike,
   * {@link #advice} says nothing of it; a plan does, since other hours may be noisier.
   */
  public static Optional<Advice> burst(Suite suite, Baseline baseline) {
    return CapturedScores.calibration(suite, baseline)
        .filter(calibration -> calibration.decorrelation() instanceof Decorrelation.Burst)
        .map(
            calibration ->
                new Advice(
                    Kind.BURST,
                    "all captures were made in one burst: noise that lasts for hours is not in them, and the slow lanes of evidence stay off",
                    "spread them; run: canary capture " + suite.name() + " --over 24h",
                    List.of()));
  }

  /** How well the captures tell what is normal: their order and their spread in time. */
  private static List<Advice> timing(Suite suite, Baseline baseline) {
    Optional<Calibration> calibration = CapturedScores.calibration(suite, baseline);
    boolean noisy =
        baseline.heldOut().stream().anyMatch(scores -> scores.max() > 0 || scores.labels() > 0);
    if (calibration.isEmpty() || !noisy) {
      return List.of();
    }
    List<Advice> advice = new ArrayList<>();
    if (calibration.get().isCorrelated()) {
      String reason =
          String.format(
              Locale.ROOT,
              "held-out captures resemble the one before (lag-1 autocorrelation %.2f, above %s): the %d of them say less than as many unrelated ones would",
              calibration.get().lag1(),
              Calibration.WARN_LAG1,
              calibration.get().captures());
      advice.add(
          new Advice(
              Kind.CORRELATED,
              reason,
              cure(suite, baseline, calibration.get().decorrelation()),
              List.of()));
    }
    burst(suite, baseline).ifPresent(advice::add);
    return advice;
  }

  private static String cure(Suite suite, Baseline baseline, Decorrelation known) {
    String command = "run: canary capture " + suite.name() + " --over ";
    if (!(known instanceof Decorrelation.Spread spread)) {
      return "spread as many over a day at least; " + command + "24h";
    }
    double apart = spread.time().toSeconds() / 3600.;
    return String.format(
        Locale.ROOT,
        "they would be unrelated about %.2g hours apart: spread as many over a longer time; %s%.0fh",
        apart,
        command,
        Math.ceil(apart * baseline.provenance().captures()));
  }

  private static Optional<Advice> blind(Suite suite, Baseline baseline) {
    boolean labelsOnly =
        !baseline.outputs().isEmpty()
            && baseline.outputs().keySet().stream()
                .allMatch(
                    name ->
                        suite.specOf(name).filter(s -> s.kind() == OutputKind.LABELS).isPresent());
    if (labelsOnly) {
      return Optional.of(
          new Advice(
              Kind.BLIND,
              "the answers are labels alone: a movement shows only where it takes a case over a boundary",
              "serve probabilities or logits beside the labels, or choose inputs near the boundaries",
              List.of()));
    }
    return Sensitivity.ofOneRun(suite, baseline)
        .best()
        .filter(best -> !(best.share() <= WANTED))
        .map(best -> blind(suite, baseline, best));
  }

  private static Advice blind(Suite suite, Baseline baseline, Smallest best) {
    String reason =
        Double.isInfinite(best.share())
            ? "no case sees any movement in one run"
            : String.format(
                Locale.ROOT,
                "no case sees a movement of 1 %% in one run: the most sensitive one, %s, needs %.2g %% of its unit",
                best.id(),
                100 * best.share());
    return new Advice(Kind.BLIND, reason, cure(suite, baseline), quietest(suite, baseline));
  }

  private static String cure(Suite suite, Baseline baseline) {
    boolean byClass =
        Trusted.of(suite, baseline).stream()
            .allMatch(t -> t.bitStable() || t.scale() <= t.ruler().tolerance());
    return byClass && new HeldOut(baseline, SuiteScores::max).largest() <= 1
        ? "the precision class allows as much: declare a tighter one if the deployment keeps it"
        : "the model's own noise hides it: remove what makes it answer differently, or leave smaller changes to evidence over runs (canary plan tells how small)";
  }

  private static List<Named> quietest(Suite suite, Baseline baseline) {
    return Sensitivity.ofOneRun(suite, baseline).cases().stream()
        .sorted(Comparator.comparingDouble(Smallest::share))
        .map(smallest -> Named.with(smallest.id(), Map.of("share", smallest.share())))
        .toList();
  }

  private static Advice withoutFigures(Advice advice) {
    return new Advice(
        advice.kind(),
        advice.reason(),
        advice.cure(),
        advice.cases().stream().map(Named::withoutFigures).toList());
  }
}
