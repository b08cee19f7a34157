package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Best;
import dev.canary.baseline.ClassMargin;
import dev.canary.baseline.Movement;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.baseline.Pairing;
import dev.canary.baseline.Rows;
import dev.canary.baseline.SuiteScores;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Did any case change its label beyond the wobble seen in its captures?
 *
 * <p>A change on a bit-stable case, or on a case whose margin in the baseline is more than {@value
 * #CLEAR} noise floors, is a fact on the captured platform and drift on another. Other changes are
 * counted, C_lab, and drift beyond {@code 3 x max(largest held-out count, 1)} when there are
 * captures enough. The p-value is conformal. A label that flips while the numbers stay inside their
 * class is a tie, not a change. What is compared exactly, text for example, is its own label.
 */
public final class LabelCheck implements Check {
  static final String NAME = "labels";

  /** How many noise floors from another label a case must be for a change to be clear. */
  static final double CLEAR = 100;

  /** How many changed cases a finding names: all of them, up to what one event can carry. */
  private static final int NAMED = 1000;

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    return comparison
        .pairing()
        .map(pairing -> evaluate(comparison, comparison.baseline().orElseThrow(), pairing))
        .orElse(List.of());
  }

  private static List<Finding> evaluate(Comparison comparison, Baseline baseline, Pairing pairing) {
    List<Change> changes = changes(comparison, baseline, pairing);
    boolean hasLabels =
        pairing.outputs().values().stream()
            .flatMap(List::stream)
            .anyMatch(p -> !p.before().isEmpty());
    if (!hasLabels) {
      return List.of();
    }
    if (!comparison.judges()) {
      return List.of(describe(comparison, changes));
    }
    return List.of(
        judge(comparison, baseline, changes.stream().filter(c -> c.pair().labelMoved()).toList()));
  }

  private record Change(String output, Pair pair, boolean clear) {}

  private static List<Change> changes(Comparison comparison, Baseline baseline, Pairing pairing) {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, List<Pair>> output : pairing.outputs().entrySet()) {
      OutputReference reference = baseline.output(output.getKey());
      for (Pair pair : output.getValue()) {
        if (pair.labelDiffers()) {
          boolean clear =
              reference.bitStable().get(pair.position())
                  || isClear(comparison, output.getKey(), reference, pair.position());
          changes.add(new Change(output.getKey(), pair, clear));
        }
      }
    }
    return changes;
  }

  private static boolean isClear(
      Comparison comparison, String output, OutputReference reference, int position) {
    OutputSpec spec = comparison.suite().specOf(output).orElseThrow();
    Tensor centre = reference.centre().get(position).orElseThrow();
    Case golden = comparison.suite().cases().get(position);
    return Rows.isNumeric(spec, centre)
        && ClassMargin.of(spec, golden, reference, position, centre) > CLEAR;
  }

  private static Finding judge(Comparison comparison, Baseline baseline, List<Change> changes) {
    int clear = cases(changes.stream().filter(Change::clear).toList());
    int counted = cases(changes);
    HeldOut heldOut = new HeldOut(baseline, SuiteScores::labels);
    double limit = clear > 0 ? 0 : heldOut.limit();
    String reason = reason(comparison, counted);
    Finding finding;
    if (clear > 0 && comparison.samePlatform()) {
      finding = Finding.broken(NAME, comparison.diagnosis().cause(), reason);
    } else if (clear > 0 || (counted > limit && heldOut.isEnough())) {
      finding = Finding.drifted(NAME, comparison.diagnosis().cause(), reason);
    } else {
      finding = Finding.held(NAME, Decides.MARGIN, reason);
    }
    return finding
        .measured(counted, limit)
        .withPValue(heldOut.pValue(counted))
        .withEffect(counted)
        .about(named(comparison, changes));
  }

  private static Finding describe(Comparison comparison, List<Change> changes) {
    int counted = cases(changes);
    return Finding.held(NAME, Decides.NOTHING, reason(comparison, counted))
        .measured(counted)
        .withEffect(counted)
        .about(named(comparison, changes));
  }

  private static String reason(Comparison comparison, int changed) {
    long compared =
        comparison.pairing().orElseThrow().outputs().values().stream()
            .flatMap(List::stream)
            .mapToInt(Pair::position)
            .distinct()
            .count();
    return changed == 0
        ? "no label changed on " + compared + " cases"
        : "%d label %s on %d cases"
            .formatted(changed, changed == 1 ? "change" : "changes", compared);
  }

  private static int cases(List<Change> changes) {
    return (int) changes.stream().map(c -> c.pair().position()).distinct().count();
  }

  private static List<CaseDeviation> named(Comparison comparison, List<Change> changes) {
    List<CaseDeviation> named = new ArrayList<>();
    Set<Best> all = comparison.best();
    for (Change change : changes.stream().limit(NAMED).toList()) {
      Pair pair = change.pair();
      Movement movement = pair.movement();
      String note = comparison.suite().secret() ? "" : note(comparison, all, change);
      named.add(
          new CaseDeviation(Worst.id(comparison.suite(), pair.position()), movement.delta(), note));
    }
    return named;
  }

  /** The best of many change by name, whatever place they had. */
  private static String note(Comparison comparison, Set<Best> all, Change change) {
    for (Best best : all) {
      if (best.names().equals(change.output())) {
        return Worst.left(change.pair());
      }
      if (best.numbers().equals(change.output())) {
        return Worst.change(named(comparison, best, change.pair()));
      }
    }
    return Worst.change(change.pair());
  }

  /** The same with the names for labels that are places. */
  private static Pair named(Comparison comparison, Best best, Pair pair) {
    int position = pair.position();
    OutputReference reference = comparison.baseline().orElseThrow().outputs().get(best.names());
    Tensor now = comparison.aligned().get(position).orElseThrow().tensors().get(best.names());
    Optional<Tensor> before =
        reference == null ? Optional.empty() : reference.centre().get(position);
    return before.isPresent() && now != null
        ? new Pair(
            position,
            pair.sameBits(),
            pair.movement(),
            at(before.get(), pair.before()),
            at(now, pair.now()),
            pair.labelMoved())
        : pair;
  }

  /** A contract may have given the places labels of its own. */
  private static List<String> at(Tensor names, List<String> places) {
    List<String> known = IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    return places.stream()
        .map(place -> known.contains(place) ? names.labelAt(known.indexOf(place)) : place)
        .toList();
  }
}
