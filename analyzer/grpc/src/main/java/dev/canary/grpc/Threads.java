package dev.canary.grpc;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one connection: its own, since the library's shared ones outlive a target by a
 * second.
 *
 * @param workers read from sockets, write to them and look names up; as many as it takes
 * @param timer ends calls when their time is over
 */
record Threads(ExecutorService workers, ScheduledExecutorService timer) implements AutoCloseable {
  /** The start of their names. */
  static final String NAME = "canary-grpc";

  private static final long PATIENCE_SECONDS = 5;

  /** None runs before the first use. */
  static Threads make() {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, NAME);
          thread.setDaemon(true);
          return thread;
        };
    return new Threads(
        Executors.newCachedThreadPool(daemons),
        Executors.newSingleThreadScheduledExecutor(daemons));
  }

  /** Ends all; returns when they have ended. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
