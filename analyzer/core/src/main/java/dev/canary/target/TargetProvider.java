package dev.canary.target;

import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import java.util.List;

/** Opens the targets of one type; found through {@link java.util.ServiceLoader}. */
public interface TargetProvider {
  /** The word in {@code target.type} of a suite. */
  String type();

  /** What {@link TargetSpec#options()} may hold for this type. */
  List<Option> options();

  /**
   * True when opening this artefact runs native code that a damaged file could crash, so that a
   * file not yet known to load well is first tried in a child process.
   */
  boolean runsNativeCode(TargetSpec spec);

  /**
   * Loads the model.
   *
   * @throws LoadException naming the file and the reason, for every file that is not a loadable
   *     model
   */
  Target open(TargetSpec spec) throws LoadException;

  /**
   * The ways to clear state that this model offers, best first; {@code reload} is always possible.
   * Used by a capture that found the answers to depend on the order of the cases.
   */
  default List<Reset> resets(TargetSpec spec) {
    return List.of(Reset.reload());
  }
}
