package dev.canary.app.web;

import dev.canary.app.serve.WatchStatus;
import dev.canary.check.Finding;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict.Level;
import java.util.Optional;

/**
 * A word with a shape of its own, so that nobody needs to tell colours apart.
 *
 * @param word for people
 * @param shape of the page's symbols, and the class of its style
 */
record Sign(String word, String shape) {
  private static final Sign NONE = new Sign("No run yet", "none");

  static Sign of(Level level) {
    return switch (level) {
      case BROKEN -> new Sign("Broken", "broken");
      case DRIFTED -> new Sign("Drifted", "drifted");
      case INCONCLUSIVE -> new Sign("Inconclusive", "inconclusive");
      case HEALTHY -> new Sign("Healthy", "healthy");
    };
  }

  static Sign of(Optional<WatchStatus.Last> last) {
    return last.map(run -> of(run.verdict().level())).orElse(NONE);
  }

  static Sign of(Finding finding) {
    return switch (finding.outcome()) {
      case DEVIATED -> new Sign("Deviated", finding.condemns() ? "broken" : "drifted");
      case INCONCLUSIVE -> new Sign("Inconclusive", "inconclusive");
      case HELD ->
          finding.severity() == Severity.INFO
              ? new Sign("Held", "healthy")
              : new Sign("Held, warns", "drifted");
    };
  }
}
