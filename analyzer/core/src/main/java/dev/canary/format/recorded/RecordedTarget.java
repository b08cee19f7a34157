package dev.canary.format.recorded;

import dev.canary.format.Recording;
import dev.canary.suite.Case;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;

/** Answers with what was recorded. */
record RecordedTarget(ModelIdentity identity, Recording recording) implements Target {

  @Override
  public Output predict(Case golden) throws PredictionException {
    return recording.answerTo(golden);
  }

  @Override
  public void close() {
    // Nothing is open: the file was read whole.
  }
}
