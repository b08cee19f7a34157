package dev.canary.app.init;

import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import dev.canary.target.Signature;
import java.nio.file.Path;

/** A model that gets a first suite. */
interface Model extends AutoCloseable {
  /** The part {@code target} of its suite.yaml. */
  String yaml();

  /**
   * What it tells of its inputs.
   *
   * @param folder of the suite in the making, whose suite.yaml names the model
   * @throws LoadException if it does not load, or cannot be asked
   */
  Signature signature(Suite suite, Path folder) throws LoadException;

  /** The name that an input of such a model usually has, for a user who is to tell it. */
  String exampleInput();

  /** The same target part, now that the inputs are known. */
  String yaml(Signature signature);

  /** The outputs among these answers whose type nobody tells. */
  Untyped untyped(Run tried);

  /** Tries every case once. */
  Run tryAll(Suite suite, Path folder) throws LoadException;

  @Override
  void close();
}
