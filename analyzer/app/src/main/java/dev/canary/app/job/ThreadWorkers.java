package dev.canary.app.job;

import dev.canary.replay.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends cases from as many threads as a target allows, which have all ended when this returns or
 * throws. One at a time is sent on the caller's own thread, as models in this process need it.
 */
public final class ThreadWorkers implements Workers {
  /**
   * {@inheritDoc}
   *
   * @throws CancellationException if the caller is interrupted: what is being sent is interrupted,
   *     too, and the rest is not begun
   */
  @Override
  public void each(List<Integer> positions, int width, IntConsumer send) {
    int threads = Math.min(width, positions.size());
    if (threads <= 1) {
      Workers.ONE.each(positions, 1, send);
      return;
    }
    Crew crew = new Crew(positions, send);
    List<Thread> members = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        Thread member = new Thread(crew, "canary-send-" + i);
        member.setDaemon(true);
        member.start();
        members.add(member);
      }
      for (Thread member : members) {
        member.join();
      }
    } catch (InterruptedException e) {
      crew.stop();
      members.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw cancelled(e);
    } finally {
      crew.stop();
      members.forEach(ThreadWorkers::await);
    }
    crew.rethrow();
  }

  private static CancellationException cancelled(InterruptedException e) {
    CancellationException cancelled = new CancellationException("interrupted while sending cases");
    cancelled.initCause(e);
    return cancelled;
  }

  /** Waits however long it takes, and remembers that it was asked not to. */
  private static void await(Thread member) {
    boolean interrupted = Thread.interrupted();
    while (member.isAlive()) {
      try {
        member.join();
      } catch (InterruptedException e) {
        interrupted = true;
        member.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the threads of one replay share: the next position, and the first thing that failed. */
  private static final class Crew implements Runnable {
    private final List<Integer> positions;
    private final IntConsumer send;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Crew(List<Integer> positions, IntConsumer send) {
      this.positions = positions;
      this.send = send;
    }

    @Override
    public void run() {
      try {
        for (int i = next.getAndIncrement(); i < positions.size(); i = next.getAndIncrement()) {
          send.accept(positions.get(i));
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        stop();
      }
    }

    /** No further position is begun. */
    void stop() {
      next.set(positions.size());
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      } else if (thrown instanceof RuntimeException e) {
        throw e;
      }
    }
  }
}
