package dev.canary.store;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The table of what is due without its threads: what is due is done when somebody says so, on their
 * own thread. For simulations, whose clock nobody else may move; db-scheduler's own loop,
 * statements and rows are those of {@link DueTable}.
 */
public final class DueByHand {
  private static final String EARLIEST =
      "select execution_time from due where picked = false order by execution_time limit 1";

  private final HikariDataSource pool;
  private final ManualScheduler scheduler;
  private final DueTable table;

  private DueByHand(HikariDataSource pool, ManualScheduler scheduler, DueTable table) {
    this.pool = pool;
    this.scheduler = scheduler;
    this.table = table;
  }

  /** The table of a store. */
  public static DueByHand of(Store store, DueTable.Duty duty, Clock clock) {
    HikariDataSource pool = DueTable.pool(store);
    CustomTask<String> task = DueTable.task(duty, new DueTable.Trouble(store, duty));
    TestHelper.ManualSchedulerBuilder builder =
        TestHelper.createManualScheduler(pool, task).clock(new Watching(clock));
    DueTable.onTable(store, builder);
    ManualScheduler scheduler = builder.build();
    return new DueByHand(pool, scheduler, new DueTable(pool, task, scheduler));
  }

  /** The table that is worked through. */
  public DueTable table() {
    return table;
  }

  /** When something is due next, of what is not being done. */
  public Optional<Instant> next() {
    try (Connection connection = pool.getConnection()) {
      return Sql.query(connection, EARLIEST, row -> row.getTimestamp(1).toInstant()).stream()
          .findFirst();
    } catch (SQLException e) {
      throw new StoreException("cannot read what is due: " + e.getMessage(), e);
    }
  }

  /** Does what is due, one after the other. */
  public void perform() {
    scheduler.runAnyDueExecutions();
  }

  /** db-scheduler's settable clock, which another one sets. */
  private static final class Watching extends SettableClock {
    private final Clock clock;

    Watching(Clock clock) {
      this.clock = clock;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }
}
