package dev.canary.kafka.broker;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All threads of one broker. Kafka's are no daemons, so that one left over would keep the process
 * alive; a thread's children inherit its group, which tells them from all others.
 */
final class BrokerThreads {
  private static final long PAUSE_MILLIS = 5;

  private final Group group = new Group();

  /** Knows that one of its threads wanted to end the process. */
  private static final class Group extends ThreadGroup {
    private volatile boolean gaveUp;

    Group() {
      super("canary-broker");
    }
  }

  /** The broker whose thread this is cannot go on. */
  static void giveUp() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group != null && !(group instanceof Group)) {
      group = group.getParent();
    }
    if (group instanceof Group broker) {
      broker.gaveUp = true;
    }
  }

  /** True when the broker cannot go on: its disk is full, its folder is gone. */
  boolean gaveUp() {
    return group.gaveUp;
  }

  /** Runs a task on a thread of this group; when it lasts too long, it is interrupted. */
  <T> T call(String name, Duration within, Callable<T> task)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(group, future, name);
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      future.cancel(true);
    }
  }

  /** Waits until no thread of the group holds the process; interrupts them when time is up. */
  boolean end(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!holding().isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        group.interrupt();
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Live threads of the group that keep the process from ending. */
  List<Thread> holding() {
    return threadsOf(group).stream().filter(thread -> !thread.isDaemon()).toList();
  }

  /** True when nothing but this broker keeps the process from ending. */
  boolean areTheLast() {
    ThreadGroup root = group;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return threadsOf(root).stream().noneMatch(this::isOfTheProgram);
  }

  private boolean isOfTheProgram(Thread thread) {
    ThreadGroup its = thread.getThreadGroup();
    // The launcher's own thread, after main has returned, only waits for all others.
    return !thread.isDaemon()
        && its != null
        && !group.parentOf(its)
        && !thread.getName().equals("DestroyJavaVM");
  }

  private static List<Thread> threadsOf(ThreadGroup group) {
    Thread[] threads = new Thread[group.activeCount() + 64];
    int found = group.enumerate(threads, true);
    return Arrays.asList(threads).subList(0, found).stream().filter(Thread::isAlive).toList();
  }
}
