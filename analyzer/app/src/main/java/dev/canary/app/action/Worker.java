package dev.canary.app.action;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes one pass after the other: when it is time, or when something happened. */
final class Worker implements AutoCloseable {
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(30);
  private static final long END_MILLIS = 5_000;

  private final FollowUp followUp;
  private final Consumer<String> say;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = new Thread(this::work, "canary-action");

  private Worker(FollowUp followUp, Consumer<String> say) {
    this.followUp = followUp;
    this.say = say;
  }

  static Worker start(FollowUp followUp, Consumer<String> say) {
    Worker worker = new Worker(followUp, say);
    worker.thread.setDaemon(true);
    worker.thread.start();
    return worker;
  }

  /** Something happened: look at once. */
  void wake() {
    news.release();
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean unused = news.tryAcquire(pass().toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      followUp.close();
    }
  }

  /** A store that is away for a while must not end the action for ever. */
  private Duration pass() {
    try {
      return followUp.pass();
    } catch (RuntimeException e) {
      say.accept("actions: " + e.getMessage());
      return AFTER_A_FAULT;
    }
  }

  /** Breaks off the attempt that is being made, and makes no other; returns at once. */
  void end() {
    thread.interrupt();
  }

  /** The same, and waits until it is so. */
  @Override
  public void close() {
    end();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
