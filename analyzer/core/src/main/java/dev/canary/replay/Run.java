package dev.canary.replay;

import dev.canary.target.Health;
import dev.canary.target.ModelIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One replay of a suite.
 *
 * @param suite the suite's name
 * @param model who answered
 * @param startedAt when the first case was sent
 * @param duration from the first case to the last answer
 * @param observations one per case, in the order of the suite, whatever order they were sent in
 * @param health what a server said of itself; empty for a model in this process
 */
public record Run(
    String suite,
    ModelIdentity model,
    Instant startedAt,
    Duration duration,
    List<Observation> observations,
    Optional<Health> health) {
  public Run {
    observations = List.copyOf(observations);
  }

  /** A replay of a model in this process. */
  public Run(
      String suite,
      ModelIdentity model,
      Instant startedAt,
      Duration duration,
      List<Observation> observations) {
    this(suite, model, startedAt, duration, observations, Optional.empty());
  }

  /** The same replay, by whoever is known to have answered, or to have been silent. */
  public Run by(ModelIdentity other) {
    return new Run(suite, other, startedAt, duration, observations, health);
  }

  /** How many cases failed to answer. */
  public int failed() {
    return (int) observations.stream().filter(Observation.Failed.class::isInstance).count();
  }
}
