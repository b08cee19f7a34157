package dev.canary.app.cli;

import dev.canary.verdict.Verdict.Level;
import java.util.List;

/** What a command ends with, as cron, Nagios and Sensu read it. */
final class ExitCodes {
  static final int DONE = 0;
  static final int DRIFTED = 1;
  static final int BROKEN = 2;

  /** Inconclusive, or the command could not run: wrong usage and wrong files too. */
  static final int CANNOT = 3;

  private static final List<Integer> WORST_FIRST = List.of(BROKEN, DRIFTED, CANNOT, DONE);

  private ExitCodes() {}

  static int of(Level level) {
    return switch (level) {
      case BROKEN -> BROKEN;
      case DRIFTED -> DRIFTED;
      case INCONCLUSIVE -> CANNOT;
      case HEALTHY -> DONE;
    };
  }

  /** The worst of several, in the order 2, 1, 3, 0. */
  static int worst(List<Integer> codes) {
    return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
  }
}
