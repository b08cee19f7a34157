package dev.canary.grpc;

import dev.canary.grpc.Address.Scheme;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How far a channel has come on its way to a connection, and when: the library, which dials one
 * address after the other, tells only how that ended. Thread-safe.
 */
final class Dial {
  private final Scheme scheme;
  private Progress progress = new Progress(Stage.CONNECTION, 0, 0);
  private int changes;

  /** What is waited for. */
  private enum Stage {
    /** Of TCP. */
    CONNECTION,
    /** The end of the handshake of TLS. */
    SECURITY,
    /** The server's SETTINGS, with which HTTP/2 begins (RFC 9113, section 3.4). */
    GREETING
  }

  /** What is waited for, and when what was before it ended. */
  private record Progress(Stage stage, long connectedNanos, long securedNanos) {}

  Dial(Scheme scheme) {
    this.scheme = scheme;
  }

  /** An address is dialled. */
  synchronized void begun() {
    progress = new Progress(Stage.CONNECTION, 0, 0);
    change();
  }

  /** It has taken the connection. */
  synchronized void connected() {
    long now = System.nanoTime();
    progress =
        switch (scheme) {
          case PLAIN -> new Progress(Stage.GREETING, now, now);
          case TLS -> new Progress(Stage.SECURITY, now, 0);
        };
    change();
  }

  /** Both sides have the keys of TLS. */
  synchronized void secured() {
    progress = new Progress(Stage.GREETING, progress.connectedNanos(), System.nanoTime());
    change();
  }

  /** Something has become of the channel: whoever waits looks again. */
  synchronized void change() {
    changes++;
    notifyAll();
  }

  /** How much has become of it. */
  synchronized int changes() {
    return changes;
  }

  /** Waits until more has become of it, or until an instant. */
  synchronized void awaitChange(int seen, long untilNanos) throws InterruptedException {
    while (changes == seen && System.nanoTime() < untilNanos) {
      TimeUnit.NANOSECONDS.timedWait(this, untilNanos - System.nanoTime());
    }
  }

  /**
   * What is waited for now.
   *
   * @param what in words
   * @param most how long it is waited for
   * @param untilNanos the instant at which that is over
   */
  record Awaited(String what, Duration most, long untilNanos) {
    private static Awaited of(String what, Duration most, long sinceNanos) {
      return new Awaited(what, most, sinceNanos + most.toNanos());
    }

    /** It did not come in time. */
    Status late() {
      return Status.UNAVAILABLE.withDescription("%s within %d ms".formatted(what, most.toMillis()));
    }
  }

  /**
   * What a call that began at an instant waits for now: since then, as what is known may be of a
   * connection that was before it.
   */
  synchronized Awaited awaited(Timeouts timeouts, long beginNanos) {
    return switch (progress.stage()) {
      case CONNECTION -> Awaited.of("no connection", timeouts.connect(), beginNanos);
      case SECURITY ->
          Awaited.of(
              "no end of the TLS handshake",
              timeouts.tls(),
              Math.max(beginNanos, progress.connectedNanos()));
      case GREETING ->
          Awaited.of(
              "no connection", timeouts.connect(), Math.max(beginNanos, progress.securedNanos()));
    };
  }

  /** What connecting took a call: two of the phases of an exchange. */
  record Spent(long connectNanos, long tlsNanos) {
    /** There was a connection. */
    static final Spent NOTHING = new Spent(0, 0);
  }

  /** What it took a call that began at an instant, and waits no longer. */
  synchronized Spent spentSince(long beginNanos) {
    long end = System.nanoTime();
    Progress now = progress;
    long tls =
        switch (now.stage()) {
          case CONNECTION -> 0;
          case SECURITY -> end - Math.max(beginNanos, now.connectedNanos());
          case GREETING -> now.securedNanos() - Math.max(beginNanos, now.connectedNanos());
        };
    return new Spent(end - beginNanos - Math.max(0, tls), Math.max(0, tls));
  }
}
