package dev.canary.grpc;

import dev.canary.grpc.CallException.Source;
import dev.canary.grpc.Connection.Answered;
import dev.canary.suite.Input;
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

/** Sends the requests of cases: at the pace that is granted, again when it was refused for now. */
final class Sender {
  private static final byte[] NO_BYTES = {};

  private final Connection connection;
  private final Settings settings;
  private final Failures failures;
  private final Pace pace;

  Sender(Connection connection, Settings settings, Failures failures) {
    this.connection = connection;
    this.settings = settings;
    this.failures = failures;
    this.pace = new Pace(settings.rowsPerSecond());
  }

  /** Forgets the schedule of an earlier replay. */
  void restart() {
    pace.restart();
  }

  /**
   * The bytes of the answer to one case.
   *
   * @param server the server's name, where its metadata tells
   * @throws PredictionException for everything that is no answer, with what came over the wire
   */
  Answered<byte[]> send(Input input, ModelInferRequest request, String server)
      throws PredictionException {
    try {
      long lateNanos = Math.max(0, -pause(pace.claim(rows(input), System.nanoTime())));
      Answered<byte[]> answered = sent(request, lateNanos, server);
      return new Answered<>(answered.answer(), answered.phases().withWaited(lateNanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictionException(Reason.UNREACHABLE, "interrupted before it was sent", e);
    }
  }

  private Answered<byte[]> sent(ModelInferRequest request, long lateNanos, String server)
      throws PredictionException, InterruptedException {
    BackOff backOff = new BackOff(settings.backOff());
    Duration spent = Duration.ZERO;
    for (int refusals = 1; ; refusals++) {
      try {
        return connection.call(RawInfer.METHOD, request, request.getId(), settings.total());
      } catch (CallException e) {
        Optional<Duration> wait =
            e.isTooMany() ? backOff.after(e.pushback(), refusals, spent) : Optional.empty();
        if (wait.isEmpty()) {
          Exchange seen = exchange(e, request.getId(), e.phases().withWaited(lateNanos));
          throw failures.of(e, connection.credentials(), server).with(seen);
        }
        pause(wait.get().toNanos());
        spent = spent.plus(wait.get());
      }
    }
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

  /** The first dimension that all tensors share, at least 1; else 1. */
  private static int rows(Input input) {
    int[] rows =
        input.tensors().values().stream()
            .mapToInt(t -> t.shape().length == 0 ? 1 : t.shape()[0])
            .distinct()
            .toArray();
    return rows.length == 1 ? Math.max(1, rows[0]) : 1;
  }
}
