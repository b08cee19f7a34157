package dev.canary.watch;

import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import java.util.List;
import java.util.Locale;

/** How much of a suite a run sends, and so how much it can say. */
public enum Tier {
  /**
   * Only the cases tagged {@value #TAG}, or the first case where none is: facts alone are judged,
   * and nothing is counted as evidence.
   */
  SMOKE,
  /** Every case: all is judged and counted. */
  GOLDEN;

  /** The tag of a case that the smoke tier sends. */
  public static final String TAG = "smoke";

  /** The name used in commands and files, for example {@code smoke}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What of a suite this tier sends. */
  public Suite of(Suite suite) {
    return switch (this) {
      case GOLDEN -> suite;
      case SMOKE -> {
        List<Case> tagged = suite.cases().stream().filter(c -> c.tags().contains(TAG)).toList();
        yield suite.withOnly(tagged.isEmpty() ? suite.cases().subList(0, 1) : tagged);
      }
    };
  }
}
