package dev.canary.server;

import java.time.Duration;

/** The first inferences of every model, from when it is served, take {@code extra} longer. */
public record WarmUp(int requests, Duration extra) {
  public static final WarmUp NONE = new WarmUp(0, Duration.ZERO);

  public WarmUp {
    if (requests < 0 || extra.isNegative()) {
      throw new IllegalArgumentException(
          "warm-up of " + requests + " requests and " + extra + "; allowed is 0 or more");
    }
  }
}
