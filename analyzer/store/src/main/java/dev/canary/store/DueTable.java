package dev.canary.store;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * What is due when, shared by all processes that have the store open: each name is done by one of
 * them at a time, and what a process that died had begun is taken over within {@link #TAKEN_OVER}.
 *
 * <p>On db-scheduler, whose table this is.
 */
public final class DueTable implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DueTable.class.getName());
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final int MISSED_HEARTBEATS = 4;

  /** The longest that what a dead process had begun stays with it. */
  public static final Duration TAKEN_OVER = HEARTBEAT.multipliedBy(MISSED_HEARTBEATS + 2L);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** So many that wait for a worker are fetched at once. */
  private static final double FETCHED_PER_WORKER = 4;

  private static final int CONNECTIONS = 2;
  private static final String TASK = "watch";

  private final HikariDataSource pool;
  private final CustomTask<String> task;
  private final Scheduler scheduler;

  DueTable(HikariDataSource pool, CustomTask<String> task, Scheduler scheduler) {
    this.pool = pool;
    this.task = task;
    this.scheduler = scheduler;
  }

  /** What is done about a name that is due. */
  public interface Duty {
    /**
     * Does what is due; called on a worker's thread.
     *
     * @param planned the instant it was due
     * @param memory what the last time left
     * @return when it is due again
     */
    Next perform(String name, Instant planned, String memory);

    /**
     * The table cannot be used; called again and again until it can, from any thread.
     *
     * @param why in words for people
     */
    default void failed(StoreException why) {}
  }

  /**
   * When a name is due again.
   *
   * @param at in whole milliseconds
   * @param memory what the next time is told
   */
  public record Next(Instant at, String memory) {}

  /**
   * The table of a store; nothing is done before {@link #start}.
   *
   * @param workers how many names are done at once
   * @param patience how long {@link #close} waits for those that are being done
   */
  public static DueTable of(Store store, Duty duty, Clock clock, int workers, Duration patience) {
    HikariDataSource pool = pool(store);
    Trouble trouble = new Trouble(store, duty);
    CustomTask<String> task = task(duty, trouble);
    SchedulerBuilder builder =
        onTable(store, Scheduler.create(pool, task))
            .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
            .threads(workers)
            .executorService(Executors.newFixedThreadPool(workers, trouble::worker))
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(patience)
            .clock(clock::instant)
            .failureLogging(LogLevel.OFF, false)
            .pollUsingFetch(1, FETCHED_PER_WORKER);
    return new DueTable(pool, task, builder.build());
  }

  static CustomTask<String> task(Duty duty, Trouble trouble) {
    return Tasks.custom(TASK, String.class)
        .onFailure(DueTable::later)
        .onDeadExecution(DueTable::again)
        .execute(
            (each, context) -> done(duty, trouble, each, context.getExecution().executionTime));
  }

  static SchedulerBuilder onTable(Store store, SchedulerBuilder builder) {
    return builder.tableName("due").serializer(new Texts()).jdbcCustomization(store.dueDialect());
  }

  /** What becomes of failures: a database that is away, or full, is told to the duty. */
  record Trouble(Store store, Duty duty) {
    /** It ends the attempt. */
    private Thread worker(Runnable work) {
      Thread thread = new Thread(work, "canary-worker");
      thread.setUncaughtExceptionHandler(
          (there, e) -> {
            if (!isOfTheDatabase(e)) {
              LOG.log(Level.ERROR, "a worker ended", e);
            }
          });
      return thread;
    }

    /** Whether it was a failure of the database, which is told then. */
    private boolean isOfTheDatabase(Throwable e) {
      if (!(e.getCause() instanceof SQLException failure)) {
        return false;
      }
      duty.failed(store.explain(failure));
      return true;
    }
  }

  static HikariDataSource pool(Store store) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(store.dueSource());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setPoolName("canary-due");
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static CompletionHandler<String> done(
      Duty duty, Trouble trouble, TaskInstance<String> each, Instant planned) {
    Next next = duty.perform(each.getId(), planned, String.valueOf(each.getData()));
    return (complete, then) ->
        untilItIsWritten(trouble, () -> then.reschedule(complete, next.at(), next.memory()));
  }

  /**
   * While the database is away, or its disk full, the name stays with this process, which goes on
   * with it as soon as it can. Ends when another has taken the name over, and when it is
   * interrupted.
   */
  private static void untilItIsWritten(Trouble trouble, Runnable write) {
    while (true) {
      try {
        write.run();
        return;
      } catch (RuntimeException e) {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (!trouble.isOfTheDatabase(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /**
   * What a dead process had begun is due as it was: whoever does it passes over what was missed.
   */
  private static void again(ExecutionComplete dead, ExecutionOperations<String> then) {
    then.reschedule(dead, dead.getExecution().executionTime);
  }

  private static void later(ExecutionComplete failed, ExecutionOperations<String> then) {
    Instant at = failed.getTimeDone().plus(PAUSE_AFTER_FAILURE);
    then.reschedule(failed, at.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Begins to do what is due. */
  public void start() {
    scheduler.start();
  }

  /** When each name is due next, with what its last time left. */
  public Map<String, Next> planned() {
    Map<String, Next> planned = new LinkedHashMap<>();
    scheduler.fetchScheduledExecutions(
        each ->
            planned.put(
                each.getTaskInstance().getId(),
                new Next(each.getExecutionTime(), String.valueOf(each.getData()))));
    return planned;
  }

  /** A name is due at an instant from now on, unless it is in the table. */
  public void add(String name, Instant due) {
    scheduler.scheduleIfNotExists(task.instance(name, ""), due);
  }

  /** A name is due at another instant, unless it is being done at this moment. */
  public void move(String name, Instant due) {
    unlessItIsBeingDone(() -> scheduler.reschedule(id(name), due));
  }

  /** The same, and the next time is told something else. */
  public void move(String name, Next next) {
    unlessItIsBeingDone(() -> scheduler.reschedule(id(name), next.at(), next.memory()));
  }

  private static void unlessItIsBeingDone(Runnable move) {
    try {
      move.run();
    } catch (TaskInstanceException e) {
      // It is being done, or another process has removed it: who does it says when it is due next.
    }
  }

  /** True while a name is being done, here or elsewhere. */
  public boolean isBeingDone(String name) {
    return scheduler
        .getScheduledExecution(id(name))
        .filter(ScheduledExecution::isPicked)
        .isPresent();
  }

  /**
   * A name is not due any more.
   *
   * @return false if it is being done at this moment, and stays
   */
  public boolean remove(String name) {
    try {
      scheduler.cancel(id(name));
      return true;
    } catch (TaskInstanceNotFoundException e) {
      // Another process has removed it.
      return true;
    } catch (TaskInstanceException e) {
      return false;
    }
  }

  private static TaskInstanceId id(String name) {
    return TaskInstanceId.of(TASK, name);
  }

  /** Waits for what is being done, as long as its patience allows, and interrupts the rest. */
  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }

  /** Texts as their bytes, which people can read in the database. */
  private static final class Texts implements Serializer {
    @Override
    public byte[] serialize(Object data) {
      return String.valueOf(data).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
      return type.cast(new String(data, StandardCharsets.UTF_8));
    }
  }
}
