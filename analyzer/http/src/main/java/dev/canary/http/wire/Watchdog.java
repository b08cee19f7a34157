package dev.canary.http.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the sockets whose time is over.
 *
 * <p>A socket with a time-out of its own asks the system three times for each answer (is there
 * something, wait for it, read it) where one without asks once: a tenth of a short exchange. It
 * would not end a write either, nor a connection that is closed too late by a trickle. Here one
 * thread sleeps until the first instant that anybody named, and a request costs it nothing: later
 * requests end later.
 *
 * <p>Safe for threads.
 */
final class Watchdog implements AutoCloseable {
  /** So long it stays up after the last request, so as not to be woken by the next. */
  private static final long LULL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Later than any instant that is named. */
  private static final long FAR_NANOS = Long.MAX_VALUE / 2;

  private final Set<TimedSocket> sockets = ConcurrentHashMap.newKeySet();
  private volatile long wakesAtNanos = System.nanoTime() + FAR_NANOS;
  private volatile boolean closed;
  private @Nullable Thread thread;

  void watch(TimedSocket socket) {
    sockets.add(socket);
  }

  void forget(TimedSocket socket) {
    sockets.remove(socket);
    if (closed) {
      wake();
    }
  }

  /** A watched socket is to end at this instant of {@link System#nanoTime()}. */
  void heed(long nanos) {
    if (nanos - wakesAtNanos < 0) {
      wake();
    }
  }

  private synchronized void wake() {
    if (thread == null) {
      thread = Dialer.daemon(this::guard, "wire-watchdog");
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  private void guard() {
    boolean calm = false;
    while (!closed || !sockets.isEmpty()) {
      long now = System.nanoTime();
      // Who names an instant while the sockets are looked at wakes this thread once more.
      wakesAtNanos = now + FAR_NANOS;
      long left = FAR_NANOS;
      for (TimedSocket socket : sockets) {
        left = Math.min(left, socket.leftOrCut(now));
      }
      boolean idle = left == FAR_NANOS;
      long pause = idle && !calm ? LULL_NANOS : left;
      calm = idle;
      wakesAtNanos = now + pause;
      LockSupport.parkNanos(this, pause);
    }
  }

  /** Ends when the last socket has been closed, until when it goes on. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
