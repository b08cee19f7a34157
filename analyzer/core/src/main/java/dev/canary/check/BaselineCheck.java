package dev.canary.check;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Reference;
import java.util.List;
import java.util.Optional;

/**
 * Is there an approved baseline for the version that answered? Without one nothing is judged
 * against it.
 */
public final class BaselineCheck implements Check {
  static final String NAME = "baseline";

  @Override
  public List<Finding> evaluate(Comparison comparison) {
    Reference reference = comparison.reference();
    if (reference instanceof Reference.Absent absent) {
      return List.of(
          Finding.inconclusive(NAME, Optional.empty(), absent.reason() + "; " + absent.cure()));
    }
    if (reference instanceof Reference.OtherVersion other) {
      return List.of(
          Finding.inconclusive(
              NAME,
              Optional.of(Cause.VERSION_CHANGE),
              versionChange(comparison, other.baseline())));
    }
    return List.of();
  }

  private static String versionChange(Comparison comparison, Baseline baseline) {
    String now = comparison.run().model().versionOrDefault();
    return ("version %s answers, which has no approved baseline; compared with %s for information only. "
            + "Run: canary capture %s && canary approve %s --version %s --reason \"...\"")
        .formatted(
            now, baseline.version(), comparison.suite().name(), comparison.suite().name(), now);
  }
}
