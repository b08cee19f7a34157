package dev.canary.app.serve;

import dev.canary.alert.Complaint;
import dev.canary.alert.Complaint.Kind;
import dev.canary.alert.Signal;
import dev.canary.check.AnswersCheck;
import dev.canary.check.Cause;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Whether what runs tell may be the prober's own fault: it fails on its own model, lacks what
 * sending takes, or most watches fail at once. While there is doubt, facts that may pass count
 * neither for an alert nor for its end.
 */
final class Doubts {
  private static final int LEAST = 4;

  private final IntSupplier watches;
  private final Map<String, Boolean> failing = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<String>> starved = new AtomicReference<>(Optional.empty());
  private volatile Optional<String> selfCheck = Optional.empty();

  /**
   * @param watches how many there are
   */
  Doubts(IntSupplier watches) {
    this.watches = watches;
  }

  /**
   * What the daemon's own model says; empty if it answers well. It may by chance, between two runs
   * that could not be sent: those speak until the next look.
   */
  void selfChecked(Optional<String> fault) {
    Optional<String> since = starved.getAndSet(Optional.empty());
    selfCheck = fault.or(() -> since);
  }

  /** Why the prober is at fault; empty if its own model answers well, and all can be sent. */
  Optional<String> selfCheck() {
    return selfCheck.or(starved::get);
  }

  /**
   * What of a run counts.
   *
   * @param stood true if the daemon itself stood still during the run
   */
  Signal.Ran heard(String watch, Signal.Ran signal, boolean stood) {
    failing.put(watch, signal.complaints().stream().anyMatch(c -> c.kind() == Kind.TRANSIENT));
    signal.complaints().stream()
        .filter(c -> c.check().equals(AnswersCheck.STARVED))
        .findFirst()
        .ifPresent(c -> starved.set(Optional.of("watch " + watch + ": " + c.reason())));
    boolean own = stood || selfCheck().isPresent();
    boolean doubtful = own || breaker().isPresent();
    return doubtful ? without(signal, c -> isFleeting(c) || (own && isProbers(c))) : signal;
  }

  /** True if a run tells what the prober could be to blame for. */
  static boolean isDoubtful(Signal.Ran signal) {
    return signal.complaints().stream().anyMatch(c -> isFleeting(c) || isProbers(c));
  }

  private static boolean isFleeting(Complaint complaint) {
    return complaint.kind() == Kind.TRANSIENT;
  }

  /** Whoever can open no file and no connection more can load no model, and judge nothing. */
  private static boolean isProbers(Complaint complaint) {
    return complaint.kind() == Kind.UNJUDGED
        || complaint.cause().filter(cause -> cause == Cause.LOAD_FAILED).isPresent();
  }

  private static Signal.Ran without(Signal.Ran signal, Predicate<Complaint> which) {
    return new Signal.Ran(
        signal.run(),
        signal.at(),
        signal.tier(),
        signal.level(),
        signal.complaints().stream().filter(which.negate()).toList(),
        signal.evidence());
  }

  /**
   * Why alerts are held back: most watches fail; empty otherwise. Most of all, not of those heard
   * so far: after a start the first few may well fail by chance.
   */
  Optional<String> breaker() {
    int all = watches.getAsInt();
    long bad = failing.values().stream().filter(fails -> fails).count();
    return bad >= LEAST && 2 * bad > all
        ? Optional.of(
            "%d of %d watches fail at once by facts that may pass: the network, or the prober"
                .formatted(bad, all))
        : Optional.empty();
  }

  void forget(String watch) {
    failing.remove(watch);
  }
}
