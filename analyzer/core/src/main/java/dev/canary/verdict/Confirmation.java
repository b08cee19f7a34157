package dev.canary.verdict;

import dev.canary.check.AnswersCheck;
import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import java.util.List;

/**
 * The rule of the second look: a margin finding counts only when an immediate second replay agrees,
 * and a lasting fact opens an alert at once only then.
 *
 * <p>With few captures one margin finding is noisy by nature; two in a row are not. A fact that the
 * second replay does not repeat is still one, and may have been a blip.
 */
public final class Confirmation {
  private Confirmation() {}

  /** True when the run must be replayed once more, at once. */
  public static boolean isNeeded(List<Finding> first) {
    return isByMargin(first) || first.stream().anyMatch(Confirmation::mayBeABlip);
  }

  /** True when margin findings alone condemn a run. */
  private static boolean isByMargin(List<Finding> findings) {
    return Verdict.of(findings).level() == Verdict.Level.DRIFTED;
  }

  /** A file that does not load is not asked twice. */
  private static boolean mayBeABlip(Finding finding) {
    return isLasting(finding) && finding.cause().filter(Cause.LOAD_FAILED::equals).isEmpty();
  }

  /** True for a fact that does not pass by itself; an error of HTTP may, whatever it says. */
  public static boolean isLasting(Finding finding) {
    return finding.outcome() == Outcome.DEVIATED
        && finding.decides() == Decides.FACT
        && !finding.check().equals(AnswersCheck.REFUSED)
        && finding.cause().filter(Cause::isTransient).isEmpty();
  }

  /**
   * The findings of the first replay, with the margin findings that the second does not repeat
   * withdrawn; when the second could not be judged, they are neither confirmed nor refuted, and
   * inconclusive. Facts stand, and whatever stands beside them.
   */
  public static List<Finding> combine(List<Finding> first, List<Finding> second) {
    if (!isByMargin(first)) {
      return first;
    }
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
