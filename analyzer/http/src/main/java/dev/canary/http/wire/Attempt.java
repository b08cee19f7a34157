package dev.canary.http.wire;

import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireException.Received;
import dev.canary.target.Phases;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far one attempt at an exchange has come, and when. */
final class Attempt {
  /** What it waits for. */
  enum Stage {
    CONNECTION,
    SECURITY,
    FIRST_BYTE,
    REST
  }

  private final Endpoint endpoint;
  private final long startNanos;
  private final long untilNanos;
  private Stage stage = Stage.CONNECTION;
  private long connectNanos;
  private long tlsNanos;
  private @Nullable Tape tape;
  private OptionalInt status = OptionalInt.empty();

  /** An attempt that begins and must be over at instants of {@link System#nanoTime()}. */
  Attempt(Endpoint endpoint, long startNanos, long untilNanos) {
    this.endpoint = endpoint;
    this.startNanos = startNanos;
    this.untilNanos = untilNanos;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Stage stage() {
    return stage;
  }

  /** So long from now, and not beyond the end of the whole. */
  long until(long nanos) {
    return Math.min(untilNanos, System.nanoTime() + nanos);
  }

  boolean isOver() {
    return System.nanoTime() >= untilNanos;
  }

  void connected() {
    connectNanos = Math.max(1, System.nanoTime() - startNanos);
    stage = Stage.SECURITY;
  }

  void secured() {
    tlsNanos = Math.max(1, System.nanoTime() - startNanos - connectNanos);
  }

  /** The request is about to be sent over a connection. */
  void using(WireConnection connection) {
    connection.begin(untilNanos);
    tape = connection.tape();
    stage = Stage.FIRST_BYTE;
  }

  /** The head of the answer has come. */
  void headed(int newStatus) {
    status = OptionalInt.of(newStatus);
    stage = Stage.REST;
  }

  /** Bytes of the answer so far. */
  long received() {
    return tape == null ? 0 : tape.received();
  }

  /** The first of them. */
  byte[] head() {
    return tape == null ? new byte[0] : tape.head();
  }

  Phases phases() {
    return new Phases(
        0,
        connectNanos,
        tlsNanos,
        tape == null ? 0 : tape.firstByteNanos(),
        System.nanoTime() - startNanos,
        OptionalLong.empty());
  }

  private Received soFar() {
    return new Received(phases(), status, head(), received());
  }

  WireException failed(Kind kind, String what) {
    return new WireException(kind, endpoint + ": " + what, soFar());
  }

  WireException failed(Kind kind, String what, Throwable cause) {
    return new WireException(kind, endpoint + ": " + what, soFar(), cause);
  }
}
