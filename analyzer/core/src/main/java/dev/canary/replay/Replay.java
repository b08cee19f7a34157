package dev.canary.replay;

import dev.canary.suite.Case;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Sends every case of a suite to a target and notes what came back.
 *
 * <p>A failure is an observation, never an exception: one broken case must not hide the others. An
 * engine's own unchecked exception counts as {@link PredictionException.Reason#MODEL_ERROR}.
 *
 * @param clock tells when the run started
 * @param nanos a monotonic clock for latencies
 * @param limit cases not yet sent after this time are failed as {@link
 *     PredictionException.Reason#TIMED_OUT}
 * @param progress is told how many cases are done
 * @param workers send as many cases at once as the target allows
 */
public record Replay(
    Clock clock, LongSupplier nanos, Duration limit, IntConsumer progress, Workers workers) {

  /** A replay that sends one case after the other, whatever the target allows. */
  public Replay(Clock clock, LongSupplier nanos, Duration limit, IntConsumer progress) {
    this(clock, nanos, limit, progress, Workers.ONE);
  }

  /**
   * Replays the cases in this order.
   *
   * @throws IllegalArgumentException unless the order has one position for each case
   */
  public Run run(Suite suite, Target target, Order order) {
    int cases = suite.cases().size();
    if (order.positions().size() != cases) {
      throw new IllegalArgumentException(
          "the order has %d positions for %d cases".formatted(order.positions().size(), cases));
    }
    Instant startedAt = clock.instant();
    target.expect(suite.cases());
    AtomicReferenceArray<Observation> observations = new AtomicReferenceArray<>(cases);
    AtomicInteger done = new AtomicInteger();
    long begin = nanos.getAsLong();
    workers.each(
        order.positions(),
        target.concurrency(),
        position -> {
          observations.set(position, observe(suite.cases().get(position), target, begin));
          progress.accept(done.incrementAndGet());
        });
    Duration duration = Duration.ofNanos(nanos.getAsLong() - begin);
    List<Observation> inOrder = IntStream.range(0, cases).mapToObj(observations::get).toList();
    return new Run(suite.name(), target.identity(), startedAt, duration, inOrder, target.health());
  }

  /**
   * As many attempts as the target grants within the limit: the failure of an earlier one is kept
   * with the last.
   */
  private Observation observe(Case golden, Target target, long begin) {
    Optional<Observation.Failed> earlier = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      Observation seen = observe(golden, target, begin, earlier);
      boolean again = attempt < target.attempts() && !isOver(begin);
      if (again && seen instanceof Observation.Failed failed) {
        earlier = Optional.of(failed);
      } else {
        return seen;
      }
    }
  }

  private Observation observe(
      Case golden, Target target, long begin, Optional<Observation.Failed> earlier) {
    if (isOver(begin)) {
      return new Observation.Failed(
          golden.id(),
          Reason.TIMED_OUT,
          "not sent: the run's limit of " + limit.toMillis() + " ms had passed",
          0);
    }
    long sent = nanos.getAsLong();
    try {
      target.reset();
      sent = nanos.getAsLong();
      Output output = target.predict(golden);
      long took = nanos.getAsLong() - sent;
      long latency = output.exchange().map(e -> e.phases().latencyNanos()).orElse(took);
      return new Observation.Answered(golden.id(), output, latency, sent - begin, earlier);
    } catch (PredictionException e) {
      long took = nanos.getAsLong() - sent;
      return new Observation.Failed(
          golden.id(),
          e.reason(),
          String.valueOf(e.getMessage()),
          e.exchange().map(x -> x.phases().latencyNanos()).orElse(took),
          sent - begin,
          e.exchange(),
          earlier);
    } catch (RuntimeException e) {
      String message = e.toString().lines().findFirst().orElse("");
      long took = nanos.getAsLong() - sent;
      return new Observation.Failed(
          golden.id(), Reason.MODEL_ERROR, message, took, sent - begin, Optional.empty(), earlier);
    }
  }

  private boolean isOver(long begin) {
    return nanos.getAsLong() - begin > limit.toNanos();
  }
}
