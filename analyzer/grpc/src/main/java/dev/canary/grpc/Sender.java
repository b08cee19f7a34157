package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.grpc.Connection.Answered;
import dev.canary.suite.Input;
import dev.canary.target.Circuit;
import dev.canary.target.Exchange;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.Digest;
import inference.ModelInferRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends the requests of cases: at the pace that is granted, again when it was refused for now. */
final class Sender {
  private static final byte[] NO_BYTES = {};
  private static final int HOPELESS = 3;

  private final Connection connection;
  private final Settings settings;
  private final Failures failures;
  private final Pace pace;
  private final AtomicInteger inVain = new AtomicInteger();
  private final AtomicLong nanosInVain = new AtomicLong();
  private volatile Circuit circuit = new Circuit();

  Sender(Connection connection, Settings settings, Failures failures) {
    this.connection = connection;
    this.settings = settings;
    this.failures = failures;
    this.pace = new Pace(settings.rowsPerSecond());
  }

  /** Forgets the schedule of an earlier replay, and what became of its requests. */
  void restart() {
    pace.restart();
    inVain.set(0);
    nanosInVain.set(0);
    circuit = new Circuit();
  }

  /**
   * The bytes of the answer to one case.
   *
   * @param server the server's name, where its metadata tells
   * @throws PredictionException for everything that is no answer, with what came over the wire
   */
  Answered<byte[]> send(Input input, ModelInferRequest request, String server)
      throws PredictionException {
    circuit.check();
    try {
      long lateNanos = Math.max(0, -pause(pace.claim(input.rows(), System.nanoTime())));
      Answered<byte[]> answered = sent(request, lateNanos, server);
      return new Answered<>(
          answered.answer(), answered.phases().withWaited(lateNanos), answered.isResent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictionException(Reason.TIMED_OUT, "not sent: interrupted", e);
    }
  }

  private Answered<byte[]> sent(ModelInferRequest request, long lateNanos, String server)
      throws PredictionException, InterruptedException {
    BackOff backOff = new BackOff(settings.backOff());
    Duration spent = Duration.ZERO;
    for (int refusals = 1; ; refusals++) {
      try {
        Answered<byte[]> answered =
            connection.call(RawInfer.METHOD, request, request.getId(), settings.timeouts().total());
        circuit.answered();
        inVain.set(0);
        nanosInVain.set(0);
        return answered;
      } catch (CallException e) {
        Optional<Duration> wait = wait(e, backOff, refusals, spent);
        if (wait.isEmpty()) {
          nanosInVain.addAndGet(spent.toNanos());
          Exchange seen = exchange(e, request.getId(), e.phases().withWaited(lateNanos));
          throw noted(e, failures.of(e, connection.credentials(), server)).with(seen);
        }
        pause(wait.get().toNanos());
        spent = spent.plus(wait.get());
      }
    }
  }

  /**
   * A server that refused several requests to their end is not waited for again; what was waited
   * for them in vain is taken from the patience with the next ones.
   */
  private Optional<Duration> wait(
      CallException failure, BackOff backOff, int refusals, Duration spent) {
    if (!failure.isRefusedForNow() || failure.isFinal() || inVain.get() >= HOPELESS) {
      return Optional.empty();
    }
    Duration all = spent.plusNanos(nanosInVain.get());
    Optional<Duration> wait = backOff.after(failure.pushback(), refusals, all);
    if (wait.isEmpty()) {
      inVain.incrementAndGet();
    }
    return wait;
  }

  private PredictionException noted(CallException failure, PredictionException why) {
    if (failure.isSilence()) {
      circuit.silent(why.reason(), String.valueOf(why.getMessage()));
    } else {
      circuit.answered();
    }
    return why;
  }

  private static Exchange exchange(CallException failure, String id, Phases phases) {
    OptionalInt status =
        failure.source() == Source.SERVER
            ? OptionalInt.of(failure.status().getCode().value())
            : OptionalInt.empty();
    return new Exchange(
        phases, status, NO_BYTES, 0, Digest.of(NO_BYTES), Map.of(Exchange.REQUEST_ID, id));
  }

  private static long pause(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
    return nanos;
  }
}
