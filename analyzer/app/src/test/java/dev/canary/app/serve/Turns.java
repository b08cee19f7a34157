package dev.canary.app.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Lets one thread at a time go on, so that what overlaps in simulated time does so alike whenever
 * it is simulated.
 */
final class Turns implements AutoCloseable {
  /** One that sleeps until an instant. */
  private record Sleeper(Instant until, Semaphore awake) {}

  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparing(Sleeper::until));
  private final Semaphore returned = new Semaphore(0);
  private final HandClock clock;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<Throwable> failure = Optional.empty();

  Turns(HandClock clock) {
    this.clock = clock;
  }

  /** Does something until it is done, or sleeps. */
  void take(Runnable what) {
    threads.execute(
        () -> {
          try {
            what.run();
          } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
          } finally {
            returned.release();
          }
        });
    back();
  }

  /** What is being done sleeps, and others have their turn. */
  void sleep(Duration time) {
    Sleeper sleeper = new Sleeper(clock.instant().plus(time), new Semaphore(0));
    sleepers.add(sleeper);
    returned.release();
    sleeper.awake().acquireUninterruptibly();
  }

  /** When the first one wakes. */
  Optional<Instant> next() {
    return Optional.ofNullable(sleepers.peek()).map(Sleeper::until);
  }

  /** The first one goes on until it is done, or sleeps again. */
  void wake() {
    sleepers.remove().awake().release();
    back();
  }

  private void back() {
    returned.acquireUninterruptibly();
    if (failure.isPresent()) {
      throw new AssertionError("simulated", failure.get());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
