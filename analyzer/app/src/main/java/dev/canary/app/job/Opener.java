package dev.canary.app.job;

import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import java.nio.file.Path;

/** Opens the models behind suites. */
@FunctionalInterface
public interface Opener {
  /**
   * Loads the model.
   *
   * @param folder of the suite
   * @throws LoadException if it is no loadable model, or crashes the process that loads it
   */
  Target open(Suite suite, Path folder) throws LoadException;
}
