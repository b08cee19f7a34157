package dev.canary.baseline;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.target.Output;
import java.util.List;

/**
 * One replay kept as reference.
 *
 * @param load which load of the model answered, counted from 0
 * @param run the replay
 */
public record Capture(int load, Run run) {
  /** The answers, in the order of the suite. */
  List<Output> outputs() {
    return run.observations().stream()
        .map(Observation.Answered.class::cast)
        .map(Observation.Answered::output)
        .toList();
  }

  /** The cases that got no answer. */
  List<Observation.Failed> failures() {
    return run.observations().stream()
        .filter(Observation.Failed.class::isInstance)
        .map(Observation.Failed.class::cast)
        .toList();
  }
}
