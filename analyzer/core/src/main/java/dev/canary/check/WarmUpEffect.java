package dev.canary.check;

import dev.canary.target.Health.WarmUp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a warm-up did, where it did nothing.
 *
 * <p>A warning when the run after it had still to settle, or when its last request was no faster
 * than its first and the run was slow as well; a remark when nothing changed because the server was
 * warm already.
 *
 * @param severity how much to worry
 * @param reason one sentence
 */
record WarmUpEffect(Severity severity, String reason) {
  /** The share of the first latency that the last must come below to be faster. */
  private static final double FASTER = 0.9;

  /** One slow first case may be the new connection it opened. */
  private static final int STILL_COLD = 2;

  /** The finding about a warm-up; empty when it worked, or when there was none. */
  static Optional<WarmUpEffect> of(WarmUp warmUp, int unsettled, Optional<PairedLatency> run) {
    List<Long> nanos = warmUp.latenciesNanos();
    if (nanos.isEmpty()) {
      return Optional.empty();
    }
    double first = nanos.get(0) / 1e6;
    double last = nanos.get(nanos.size() - 1) / 1e6;
    String requests =
        String.format(
            Locale.ROOT,
            "%d requests, the first in %.3g ms, the last in %.3g ms",
            nanos.size(),
            first,
            last);
    if (unsettled >= STILL_COLD) {
      return Optional.of(
          new WarmUpEffect(
              Severity.WARN,
              "the warm-up had no effect (%s): the first %d cases after it were still slow"
                  .formatted(requests, unsettled)));
    }
    if (nanos.size() < 2 || last < FASTER * first) {
      return Optional.empty();
    }
    boolean slow = run.filter(r -> r.median().isSlower()).isPresent();
    return Optional.of(
        slow
            ? new WarmUpEffect(
                Severity.WARN,
                "the warm-up had no effect (%s), and the run is slow".formatted(requests))
            : new WarmUpEffect(
                Severity.INFO,
                "the warm-up had no effect (%s): the server was warm".formatted(requests)));
  }
}
