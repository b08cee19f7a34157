package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.SuiteScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Did the answers move, case by case, further than they do when nothing has changed?
 *
 * <p>Bit-stable cases are judged by the precision class alone: beyond it is a fact on the captured
 * platform, drift on another. The rest are judged by the suite scores: beyond {@code margin x
 * max(largest held-out score, 1)}. The p-value is conformal, {@code (1 + #{held-out >= now}) / (R +
 * 1)}. Identical answers end the matter before any statistics. Source: the product's statistics,
 * section 1.
 */
public final class DeviationCheck implements Check {
  static final String CLASS = "deviation.class";
  static final String BITS = "deviation.bits";
  static final String MAX = "deviation.max";
  static final String RMS = "deviation.rms";

  /** The part of this check that needs no statistics: bit-stable cases by their class. */
  static final Check CLASS_RULE =
      comparison ->
          new DeviationCheck()
              .evaluate(comparison).stream()
                  .filter(f -> f.check().equals(CLASS) || f.check().equals(BITS))
                  .toList();

  /** How many times the largest held-out score a run may reach before it counts as drift. */
  public static final double MARGIN = 3;

  /** The fewest captures by which a case that is not bit-stable can be judged. */
  public static final int ENOUGH_CAPTURES = 10;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    if (comparison.pairing().isEmpty()) {
      return List.of();
    }
    List<Finding> findings =
        new Judgement(comparison, comparison.baseline().orElseThrow(), comparison.pairing().get())
            .findings();
    return comparison.judges() ? findings : findings.stream().map(Finding::describing).toList();
  }

  /** One pair with the name of its output. */
  record Named(String output, Pair pair) {
    double share() {
      return pair.movement().share();
    }
  }

  private record Judgement(Comparison comparison, Baseline baseline, Pairing pairing) {

    List<Finding> findings() {
      if (everything().isEmpty()) {
        return List.of();
      }
      SuiteScores now = pairing.scores();
      if (everything().stream().allMatch(named -> named.pair().sameBits())) {
        return List.of(held(now, "every answer is bit-identical to the baseline's"));
      }
      List<Finding> findings = new ArrayList<>();
      byClass().ifPresent(findings::add);
      bits().ifPresent(findings::add);
      if (allBitStable()) {
        findings.add(held(now, "all cases are bit-stable: the precision class decides"));
      } else if (!new HeldOut(baseline, SuiteScores::max).isEnough()) {
        findings.add(tooFew());
      } else {
        findings.add(byMargin(MAX, now.max(), new HeldOut(baseline, SuiteScores::max)));
        findings.add(byMargin(RMS, now.rms(), new HeldOut(baseline, SuiteScores::rms)));
      }
      return findings;
    }

    private Finding held(SuiteScores now, String reason) {
      return Finding.held(MAX, Decides.MARGIN, reason)
          .measured(now.max())
          .withPValue(new HeldOut(baseline, SuiteScores::max).pValue(now.max()));
    }

    /** The moved pairs of bit-stable cases, beyond their class or inside it. */
    private List<Named> pairs(boolean beyond) {
      List<Named> moved = new ArrayList<>();
      for (Map.Entry<String, List<Pair>> output : pairing.outputs().entrySet()) {
        OutputReference reference = baseline.output(output.getKey());
        for (Pair pair : output.getValue()) {
          if (reference.bitStable().get(pair.position())
              && !pair.sameBits()
              && pair.movement().beyondClass() == beyond) {
            moved.add(new Named(output.getKey(), pair));
          }
        }
      }
      return moved;
    }

    private Optional<Finding> byClass() {
      List<Named> moved = pairs(true);
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      double worst = moved.stream().mapToDouble(Named::share).max().orElse(0);
      double effect = effect(moved);
      long cases = moved.stream().map(m -> m.pair().position()).distinct().count();
      Optional<String> elsewhere = comparison.platformChange();
      String reason =
          "%d of %d bit-stable cases moved beyond their precision class%s; %s%s"
              .formatted(
                  cases,
                  stableCases(),
                  size(effect, worst),
                  comparison.diagnosis().reason(),
                  elsewhere.map(change -> "; " + change).orElse(""));
      Finding finding =
          elsewhere.isEmpty()
              ? Finding.broken(CLASS, comparison.diagnosis().cause(), reason)
              : Finding.drifted(CLASS, comparison.diagnosis().cause(), reason);
      return Optional.of(
          finding
              .measured(worst, 1)
              .withPValue(1.0 / (baseline.provenance().captures() + 1))
              .withEffect(effect)
              .about(Worst.of(moved, this::id, Named::share, this::note)));
    }

    private Optional<Finding> bits() {
      List<Named> moved = pairs(false);
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> elsewhere = comparison.platformChange();
      double worst = moved.stream().mapToDouble(Named::share).max().orElse(0);
      String where =
          elsewhere
              .map(change -> change)
              .orElse("on the captured platform, where nothing benign is left to explain it");
      String reason =
          "%d answers changed in their last bits, inside their precision class; %s"
              .formatted(moved.size(), where);
      Finding finding =
          elsewhere.isEmpty()
              ? Finding.noted(BITS, Cause.BITS_CHANGED, Severity.WARN, reason)
              : Finding.noted(BITS, Cause.NUMERIC_NOISE, Severity.INFO, reason);
      return Optional.of(
          finding
              .measured(worst, 1)
              .withEffect(effect(moved))
              .about(Worst.of(moved, this::id, Named::share, this::note)));
    }

    private Finding byMargin(String check, double score, HeldOut heldOut) {
      double limit = heldOut.limit();
      String reason =
          String.format(
              Locale.ROOT,
              "the suite scores %.3g noise floors; %d held-out captures reach %.3g and the limit is %.3g",
              score,
              baseline.heldOut().size(),
              heldOut.largest(),
              limit);
      Finding finding =
          score <= limit
              ? Finding.held(check, Decides.MARGIN, reason)
              : Finding.drifted(
                      check,
                      comparison.diagnosis().cause(),
                      reason + "; " + comparison.diagnosis().reason())
                  .about(
                      Worst.of(everything(), this::id, m -> m.pair().movement().z(), this::note));
      return finding
          .measured(score, limit)
          .withPValue(heldOut.pValue(score))
          .withEffect(effect(everything()));
    }

    private Finding tooFew() {
      String reason =
          "%d captures are too few to judge cases that are not bit-stable (%d are needed); run: canary capture %s"
              .formatted(baseline.provenance().captures(), ENOUGH_CAPTURES, baseline.suite());
      Optional<Cause> cause =
          capturesDiffer() ? Optional.of(Cause.NON_DETERMINISTIC) : Optional.empty();
      return Finding.inconclusive(MAX, cause, reason);
    }

    /** Captures that were all alike may still be too few to call a case bit-stable. */
    private boolean capturesDiffer() {
      return new HeldOut(baseline, SuiteScores::max).largest() > 0
          || baseline.outputs().values().stream()
              .anyMatch(
                  output ->
                      !output.otherLabels().isEmpty()
                          || output.scale().stream().anyMatch(scale -> scale > 0));
    }

    private boolean allBitStable() {
      return baseline.outputs().values().stream()
          .allMatch(o -> o.bitStable().cardinality() == o.centre().size());
    }

    private long stableCases() {
      return baseline.outputs().values().stream()
          .mapToLong(o -> o.bitStable().cardinality())
          .max()
          .orElse(0);
    }

    private List<Named> everything() {
      return pairing.outputs().entrySet().stream()
          .flatMap(e -> e.getValue().stream().map(pair -> new Named(e.getKey(), pair)))
          .toList();
    }

    /** The largest movement in output units; NaN when nothing numeric moved. */
    private static double effect(List<Named> moved) {
      return moved.stream()
          .mapToDouble(m -> m.pair().movement().delta())
          .filter(delta -> !Double.isNaN(delta))
          .max()
          .orElse(Double.NaN);
    }

    private static String size(double effect, double worst) {
      if (Double.isNaN(effect)) {
        return "";
      }
      String most = String.format(Locale.ROOT, ", at most by %.4g", effect);
      return Double.isInfinite(worst)
          ? most
          : most + String.format(Locale.ROOT, " (%.3g times the class)", worst);
    }

    private String id(Named moved) {
      return Worst.id(comparison.suite(), moved.pair().position());
    }

    private String note(Named moved) {
      Pair pair = moved.pair();
      if (comparison.suite().secret()) {
        return "";
      }
      boolean names =
          comparison.best().stream().anyMatch(best -> best.names().equals(moved.output()));
      String change = names ? Worst.left(pair) : Worst.change(pair);
      return change.isEmpty() ? moved.output() : moved.output() + ": " + change;
    }
  }
}
