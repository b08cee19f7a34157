package dev.canary.http;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireException;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.Circuit;
import dev.canary.target.Exchange;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings one case's request to the server, as patiently as the server asks for and no more often
 * than makes sense. Thread-safe.
 */
final class Delivery {
  private static final int HOPELESS = 3;

  private final Line line;
  private final BackOff backOff;
  private final Ticks ticks;
  private final InstantSource clock;
  private final Circuit circuit = new Circuit();
  private final AtomicInteger inVain = new AtomicInteger();
  private final AtomicLong nanosInVain = new AtomicLong();

  Delivery(Line line, BackOff backOff, Ticks ticks, InstantSource clock) {
    this.line = line;
    this.backOff = backOff;
    this.ticks = ticks;
    this.clock = clock;
  }

  /**
   * What came back.
   *
   * @param waitedNanos from when the request was due to when the one that was answered was sent
   * @param refusals how often the server had asked to come later
   * @param beyond what it asks for that is not done, in words
   */
  record Delivered(WireAnswer answer, long waitedNanos, int refusals, Optional<String> beyond) {
    /** Where the time went, with the wait and what the server tells. */
    Phases phases() {
      Phases phases = answer.phases().withWaited(waitedNanos);
      OptionalLong told = ServerTime.nanos(answer);
      return told.isPresent() ? phases.withServer(told) : phases;
    }
  }

  /** A text in which no secret stands any more. */
  String masked(String text) {
    return line.masked(text);
  }

  /** A tensor in whose texts no secret stands any more. */
  Tensor masked(Tensor tensor) {
    return line.masked(tensor);
  }

  /** Bytes in which no secret stands any more. */
  byte[] masked(byte[] bytes) {
    return line.masked(bytes);
  }

  /**
   * Returns if requests may be sent.
   *
   * @throws PredictionException if the server has been silent for too long
   */
  void check() throws PredictionException {
    circuit.check();
  }

  /**
   * Sends a request until it is not refused for now any more, or patience ends.
   *
   * @param lateNanos how late it is already
   * @throws PredictionException UNREACHABLE, TIMED_OUT or BAD_ANSWER if no whole answer came
   */
  Delivered send(WireRequest request, String id, long lateNanos)
      throws PredictionException, InterruptedException {
    long begun = ticks.nanos();
    Duration waited = Duration.ZERO;
    for (int refusals = 0; ; refusals++) {
      long late = refusals == 0 ? lateNanos : lateNanos + ticks.nanos() - begun;
      WireAnswer answer = sent(request, id, begun + late - lateNanos, late);
      if (!BackOff.isRefused(answer)) {
        inVain.set(0);
        nanosInVain.set(0);
        return new Delivered(answer, late, refusals, Optional.empty());
      }
      Optional<Duration> wait = wait(answer, refusals + 1, waited, id);
      if (wait.isEmpty()) {
        Duration spent = waited.plusNanos(nanosInVain.getAndAdd(waited.toNanos()));
        return new Delivered(
            answer, late, refusals, backOff.beyond(answer, spent, clock.instant()));
      }
      ticks.sleep(wait.get().toNanos());
      waited = waited.plus(wait.get());
    }
  }

  /**
   * A server that refused several requests to their end is not waited for again; what was waited
   * for them in vain is taken from the patience with the next ones.
   */
  private Optional<Duration> wait(WireAnswer answer, int refusals, Duration waited, String id) {
    if (inVain.get() >= HOPELESS) {
      return Optional.empty();
    }
    Duration spent = waited.plusNanos(nanosInVain.get());
    Optional<Duration> wait = backOff.after(answer, refusals, spent, id, clock.instant());
    if (wait.isEmpty()) {
      inVain.incrementAndGet();
    }
    return wait;
  }

  private WireAnswer sent(WireRequest request, String id, long sentNanos, long lateNanos)
      throws PredictionException {
    try {
      WireAnswer answer = line.send(request, id);
      circuit.answered();
      return answer;
    } catch (WireException e) {
      throw noted(e, id, lateNanos);
    } catch (Tokens.TokenException e) {
      String why = String.valueOf(e.getMessage());
      circuit.silent(Reason.UNREACHABLE, why);
      Phases phases = Phases.ofTotal(ticks.nanos() - sentNanos).withWaited(lateNanos);
      WireException.Received nothing = WireException.Received.NOTHING;
      throw failure(Reason.UNREACHABLE, why, phases, nothing, id);
    }
  }

  private PredictionException noted(WireException e, String id, long lateNanos) {
    String message = line.masked(String.valueOf(e.getMessage()));
    Reason reason =
        switch (e.kind()) {
          case DNS, NO_ROUTE, REFUSED, CONNECT_TIMEOUT, TLS, TLS_TIMEOUT, RESET ->
              Reason.UNREACHABLE;
          case LOCAL -> Reason.OWN_FAULT;
          case STARVED -> Reason.STARVED;
          case FIRST_BYTE_TIMEOUT, TOTAL_TIMEOUT -> Reason.TIMED_OUT;
          case TOO_LARGE, MALFORMED_HTTP -> Reason.BAD_ANSWER;
        };
    switch (e.kind()) {
      case DNS,
          NO_ROUTE,
          REFUSED,
          CONNECT_TIMEOUT,
          TLS,
          TLS_TIMEOUT,
          FIRST_BYTE_TIMEOUT,
          TOTAL_TIMEOUT ->
          circuit.silent(reason, message);
      case RESET, TOO_LARGE, MALFORMED_HTTP -> circuit.answered();
      case LOCAL, STARVED -> {
        // Says nothing of the server.
      }
    }
    Phases phases = e.received().phases().withWaited(lateNanos);
    return failure(reason, message, phases, e.received(), id);
  }

  private PredictionException failure(
      Reason reason, String message, Phases phases, WireException.Received received, String id) {
    byte[] head = line.masked(received.head());
    return new PredictionException(reason, message)
        .with(
            new Exchange(
                phases,
                received.status(),
                head,
                received.bytes(),
                Digest.of(head),
                Map.of(Exchange.REQUEST_ID, id)));
  }
}
