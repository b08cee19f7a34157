package dev.canary.app.web;

import dev.canary.store.StoreException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks the store for people, who wait a second and no half minute, which is how long a connection
 * to a database that hangs may take to fail.
 *
 * <p>What takes long is given up only if the store does not answer a short question meanwhile: a
 * page of many cases is waited for. While such a question waits, nothing else is asked, so that as
 * many threads at most wait with it as asked at the same moment.
 */
final class Patience implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "canary-page");
            thread.setDaemon(true);
            return thread;
          });

  private final Runnable question;
  private final Duration length;
  private volatile Future<?> asked;

  /**
   * @param question that a store which is there answers at once
   * @param length how long the store, and the answer to that question, is waited for
   */
  Patience(Runnable question, Duration length) {
    this.question = question;
    this.length = length;
    asked = threads.submit(() -> {});
  }

  /**
   * What somebody who waits for the store says; goes on after it was given up.
   *
   * @throws StoreException if the store does not answer
   */
  <T> T ask(Supplier<T> what) {
    if (!isDone(asked)) {
      throw away();
    }
    Future<T> answer = threads.submit(what::get);
    while (!isDone(answer)) {
      if (!answers()) {
        throw away();
      }
    }
    return said(answer);
  }

  private boolean answers() {
    return isDone(question());
  }

  private synchronized Future<?> question() {
    if (asked.isDone()) {
      asked = threads.submit(question);
    }
    return asked;
  }

  /** Waits for it; true if it has come to an end, a bad one too. */
  private boolean isDone(Future<?> task) {
    try {
      task.get(length.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away();
    }
  }

  private static <T> T said(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away();
    }
  }

  private static StoreException away() {
    return new StoreException("it does not answer");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
