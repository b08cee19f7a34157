package dev.canary.grpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one connection: its own, since the library's shared ones outlive a target by a
 * second.
 */
final class Threads implements AutoCloseable {
  /** Their name. */
  static final String NAME = "canary-grpc";

  private static final long PATIENCE_MILLIS = 5000;
  private static final long IDLE_SECONDS = 60;

  private final Set<Thread> all = ConcurrentHashMap.newKeySet();

  /** What comes when they have ended is for nobody any more. */
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::make,
          new ThreadPoolExecutor.DiscardPolicy());

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, this::make, new ThreadPoolExecutor.DiscardPolicy());

  Threads() {
    // Else the deadline of every call that was answered is kept until its time is over.
    timer.setRemoveOnCancelPolicy(true);
  }

  private Thread make(Runnable task) {
    all.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread = new Thread(task, NAME);
    thread.setDaemon(true);
    all.add(thread);
    return thread;
  }

  /** They read from sockets, write to them and look names up; as many as it takes. */
  ExecutorService workers() {
    return workers;
  }

  /** Ends calls when their time is over. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Ends all; returns when they have ended: a pool calls itself ended a little earlier. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      // The last task may still start a thread.
      workers.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      for (Thread thread : all) {
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
