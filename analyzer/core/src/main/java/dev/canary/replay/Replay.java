package dev.canary.replay;

import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Sends every case of a suite to a target, one at a time, and notes what came back.
 *
 * <p>A failure is an observation, never an exception: one broken case must not hide the others. An
 * engine's own unchecked exception counts as {@link PredictionException.Reason#MODEL_ERROR}.
 *
 * @param clock tells when the run started
 * @param nanos a monotonic clock for latencies
 * @param limit cases not yet sent after this time are failed as {@link
 *     PredictionException.Reason#TIMED_OUT}
 * @param progress is told how many cases are done
 */
public record Replay(Clock clock, LongSupplier nanos, Duration limit, IntConsumer progress) {

  /**
   * Replays the cases in this order.
   *
   * @throws IllegalArgumentException unless the order has one position for each case
   */
  public Run run(Suite suite, Target target, Order order) {
    if (order.positions().size() != suite.cases().size()) {
      throw new IllegalArgumentException(
          "the order has %d positions for %d cases"
              .formatted(order.positions().size(), suite.cases().size()));
    }
    var startedAt = clock.instant();
    long begin = nanos.getAsLong();
    target.expect(suite.cases());
    Observation[] observations = new Observation[suite.cases().size()];
    int done = 0;
    for (int position : order.positions()) {
      Case golden = suite.cases().get(position);
      boolean late = nanos.getAsLong() - begin > limit.toNanos();
      observations[position] = late ? tooLate(golden) : observe(golden, target);
      progress.accept(++done);
    }
    Duration duration = Duration.ofNanos(nanos.getAsLong() - begin);
    return new Run(
        suite.name(), target.identity(), startedAt, duration, Arrays.asList(observations));
  }

  private Observation observe(Case golden, Target target) {
    long begin = nanos.getAsLong();
    try {
      target.reset();
      begin = nanos.getAsLong();
      Output output = target.predict(golden);
      return new Observation.Answered(golden.id(), output, nanos.getAsLong() - begin);
    } catch (PredictionException e) {
      return failed(golden, e.reason(), String.valueOf(e.getMessage()), begin);
    } catch (RuntimeException e) {
      String message = e.toString().lines().findFirst().orElse("");
      return failed(golden, PredictionException.Reason.MODEL_ERROR, message, begin);
    }
  }

  private Observation failed(
      Case golden, PredictionException.Reason reason, String message, long begin) {
    return new Observation.Failed(golden.id(), reason, message, nanos.getAsLong() - begin);
  }

  private Observation tooLate(Case golden) {
    return new Observation.Failed(
        golden.id(),
        PredictionException.Reason.TIMED_OUT,
        "not sent: the run's limit of " + limit.toMillis() + " ms had passed",
        0);
  }
}
