package dev.canary.target;

import dev.canary.target.PredictionException.Reason;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spares a server that does not answer at all, and whoever waits for the run: after {@value #LIMIT}
 * requests in a row that found no connection or no answer in time, the rest of a replay is not
 * sent, so that a dead server costs three time-outs. Thread-safe.
 */
public final class Circuit {
  /** How many in a row are enough. */
  public static final int LIMIT = 3;

  private final AtomicInteger silent = new AtomicInteger();
  private volatile Reason reason = Reason.UNREACHABLE;
  private volatile String why = "";

  /**
   * Returns if requests may be sent.
   *
   * @throws PredictionException for the same reason as the last one that was sent
   */
  public void check() throws PredictionException {
    if (silent.get() >= LIMIT) {
      throw new PredictionException(
          reason,
          "not sent: %d requests in a row were not answered, the last: %s".formatted(LIMIT, why));
    }
  }

  /** A request that found no connection, or no answer in time. */
  public void silent(Reason of, String message) {
    reason = of;
    why = message;
    silent.incrementAndGet();
  }

  /** A request that got an answer, whatever it said. */
  public void answered() {
    silent.set(0);
  }
}
