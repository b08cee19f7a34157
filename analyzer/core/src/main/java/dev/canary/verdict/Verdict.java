package dev.canary.verdict;

import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * One run's answer.
 *
 * @param level the worst that a finding says
 * @param causes of the findings that make it so, and another version of the model, which explains
 *     what is worse: each once, in the order of the checks
 */
public record Verdict(Level level, List<Cause> causes) {

  /** Worst first. */
  public enum Level {
    /** A fact is violated. */
    BROKEN,
    /** Beyond the noise floor's margin. */
    DRIFTED,
    /** Cannot be judged. */
    INCONCLUSIVE,
    /** As it was when it was trusted. */
    HEALTHY
  }

  public Verdict {
    causes = List.copyOf(causes);
  }

  /** Folds findings into a verdict: the worst level any of them decides, and why. */
  public static Verdict of(List<Finding> findings) {
    Level worst = findings.stream().map(Verdict::level).min(Level::compareTo).orElse(Level.HEALTHY);
    List<Cause> causes =
        worst == Level.HEALTHY
            ? List.of()
            : findings.stream()
                .filter(f -> level(f) == worst || isOfAnotherVersion(f))
                .map(Finding::cause)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    return new Verdict(worst, causes);
  }

  private static boolean isOfAnotherVersion(Finding finding) {
    return finding.cause().equals(Optional.of(Cause.VERSION_CHANGE))
        && level(finding) != Level.HEALTHY;
  }

  private static Level level(Finding finding) {
    if (finding.decides() == Decides.NOTHING || finding.outcome() == Outcome.HELD) {
      return Level.HEALTHY;
    }
    if (finding.outcome() == Outcome.INCONCLUSIVE) {
      return Level.INCONCLUSIVE;
    }
    return finding.decides() == Decides.FACT ? Level.BROKEN : Level.DRIFTED;
  }
}
