package dev.canary.grpc;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs what becomes of one call on the thread that waits for it, as the library's own blocking call
 * does, and ends when the time is up, which that one does not always: after an answer that breaks
 * the flow control of HTTP/2 it was seen to wait for ever (grpc-java 1.82.2 over OkHttp), without
 * its deadline.
 */
final class Caller implements Executor {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Executor afterwards;
  private volatile boolean over;

  /**
   * @param afterwards runs what comes when nobody waits any more
   */
  Caller(Executor afterwards) {
    this.afterwards = afterwards;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (over) {
      handOver();
    }
  }

  private void handOver() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      afterwards.execute(task);
    }
  }

  /**
   * Waits for the answer.
   *
   * @param untilNanos of the monotonic clock; asked again whenever that instant has come, since the
   *     answer may have begun meanwhile
   * @throws StatusRuntimeException if there is none
   */
  <A> A await(ListenableFuture<A> answer, LongSupplier untilNanos) {
    try {
      while (!answer.isDone()) {
        long left = untilNanos.getAsLong() - System.nanoTime();
        Runnable task = tasks.poll(left, TimeUnit.NANOSECONDS);
        if (task != null) {
          task.run();
        } else if (left <= 0) {
          throw Status.DEADLINE_EXCEEDED.asRuntimeException();
        }
      }
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
    } catch (ExecutionException | CancellationException e) {
      throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
    } finally {
      over = true;
      answer.cancel(true);
      handOver();
    }
  }
}
