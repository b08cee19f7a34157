package dev.canary.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cases sent from several threads. */
@Timeout(30)
class ThreadWorkersTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  private final ThreadWorkers workers = new ThreadWorkers();

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("canary-send"));
  }

  @Test
  void oneAtATimeIsSentInOrderOnTheCallersThread() {
    Queue<Integer> sent = new ConcurrentLinkedQueue<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.each(
        HUNDRED,
        1,
        position -> {
          sent.add(position);
          threads.add(Thread.currentThread());
        });
    assertThat(sent).containsExactlyElementsOf(HUNDRED);
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void everyPositionIsSentOnceByAsManyThreadsAsAllowedAndNoMore() {
    Queue<Integer> sent = new ConcurrentLinkedQueue<>();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(4);
    workers.each(
        HUNDRED,
        4,
        position -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          meet(together);
          sent.add(position);
          now.decrementAndGet();
        });
    assertThat(sent).containsExactlyInAnyOrderElementsOf(HUNDRED);
    assertThat(most).hasValue(4);
  }

  @Test
  void noMoreThreadsThanPositionsAreStarted() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier together = new CyclicBarrier(2);
    workers.each(
        List.of(0, 1),
        32,
        position -> {
          threads.add(Thread.currentThread());
          meet(together);
        });
    assertThat(threads).hasSize(2);
  }

  @Test
  void whatOneThreadThrowsIsThrownOnceTheOthersHaveEnded() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                workers.each(
                    HUNDRED,
                    2,
                    position -> {
                      begun.incrementAndGet();
                      throw new IllegalStateException("position " + position);
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(begun.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void anInterruptEndsWhatIsBeingSentAndBeginsNothingMore() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(3);
    AtomicInteger begun = new AtomicInteger();
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                workers.each(
                    HUNDRED,
                    3,
                    position -> {
                      begun.incrementAndGet();
                      waiting.countDown();
                      forEver();
                    });
              } catch (CancellationException e) {
                cancelled.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    waiting.await();
    caller.interrupt();
    caller.join();
    assertThat(cancelled).isTrue();
    assertThat(begun).hasValue(3);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
