package dev.canary.verdict;

import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import java.util.List;

/**
 * The rule of the second look: a margin finding counts only when an immediate second replay agrees.
 *
 * <p>With few captures one margin finding is noisy by nature; two in a row are not.
 */
public final class Confirmation {
  private Confirmation() {}

  /** True when margin findings alone condemn the run, so that it must be replayed once more. */
  public static boolean isNeeded(List<Finding> first) {
    return Verdict.of(first).level() == Verdict.Level.DRIFTED;
  }

  /**
   * The findings of the first replay, with the margin findings that the second does not repeat
   * withdrawn; when the second could not be judged, they are neither confirmed nor refuted, and
   * inconclusive.
   */
  public static List<Finding> combine(List<Finding> first, List<Finding> second) {
    Verdict.Level again = Verdict.of(second).level();
    boolean judged = again == Verdict.Level.HEALTHY || again == Verdict.Level.DRIFTED;
    return first.stream()
        .map(
            f -> {
              if (stands(f, second)) {
                return f;
              }
              return judged
                  ? f.withdrawn("not confirmed by a second replay")
                  : f.undecided("the second replay, which should confirm it, was " + again);
            })
        .toList();
  }

  private static boolean stands(Finding finding, List<Finding> second) {
    boolean margin = finding.outcome() == Outcome.DEVIATED && finding.decides() == Decides.MARGIN;
    return !margin
        || second.stream().anyMatch(f -> f.check().equals(finding.check()) && f.condemns());
  }
}
