package dev.canary.store;

import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.event.Scope;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the runs and transitions that {@link Retention} keeps no longer, in transactions so small
 * that nothing waits for one.
 *
 * <p>An id that is deleted is not recorded a second time: a daemon runs only the newest instant
 * that has passed, on a clock that begins at the newest one recorded, and the newest run stays.
 */
final class Pruning {
  /** So many rows go at once: some milliseconds. */
  static final int STEP = 200;

  /** By the index alone: the names, however many runs each has. */
  private static final String WATCHES =
      "with recursive names (watch) as (select min(watch) from run union all"
          + " select (select min(run.watch) from run where run.watch > names.watch)"
          + " from names where names.watch is not null)"
          + " select watch from names where watch is not null";

  private static final String OF = " from run where watch = ? and tier = ? and verdict = ?";

  private static final String BEYOND =
      "select seq, id"
          + OF
          + " and seq <= (select seq"
          + OF
          + " order by seq desc limit 1 offset ?) order by seq limit ?";

  /** Of the oldest few, which are the only ones that can be too old; the newest stays. */
  private static final String TOO_OLD =
      "select seq, id from (select seq, id, started_at"
          + OF
          + " and seq < (select max(seq)"
          + OF
          + ") order by seq limit 20) oldest where started_at < ?";

  private static final String DELETE_OBSERVATIONS = "delete from observations where run_seq = ?";
  private static final String DELETE_RUN = "delete from run where seq = ?";

  private static final String DELETE_TRANSITIONS =
      "delete from alert_transition where seq in (select seq from alert_transition where at < ?"
          + " and watch not in (select watch from alert_state where alert is not null or stale = 1)"
          + " order by at limit ?)";

  private static final String DELETE_DELIVERIES =
      "delete from action_delivery where done_at is not null and done_at < ?";

  private final Database database;
  private final Retention retention;

  Pruning(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /** A run that may go. */
  private record Row(long seq, String id) {}

  /** All of it, unless the thread is interrupted. */
  void all(Instant now) {
    for (String watch : database.read(c -> Sql.query(c, WATCHES, row -> row.getString(1)))) {
      runsOf(watch, now);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
    long oldest = Nanos.of(now.minus(retention.historyFor()));
    long followed = Nanos.of(now.minus(ActionLog.KEPT));
    database.transact(
        connection ->
            Sql.update(connection, DELETE_TRANSITIONS, oldest, STEP)
                + Sql.update(connection, DELETE_DELIVERIES, followed));
  }

  /** The runs of one watch. */
  void runsOf(String watch, Instant now) {
    Set<String> needed = needed(watch);
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      List<Row> found = database.read(connection -> candidates(connection, watch, now));
      List<Row> rows = found.stream().filter(row -> !needed.contains(row.id())).toList();
      if (!rows.isEmpty()) {
        delete(watch, rows);
      }
      more = rows.size() >= STEP;
    }
  }

  private List<Row> candidates(Connection connection, String watch, Instant now)
      throws SQLException {
    long oldest = Nanos.of(now.minus(retention.historyFor()));
    List<Row> rows = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      for (Verdict.Level verdict : Verdict.Level.values()) {
        String t = tier.name();
        String v = verdict.name();
        int kept = retention.runs();
        rows.addAll(rows(connection, BEYOND, watch, t, v, watch, t, v, kept, STEP));
        rows.addAll(rows(connection, TOO_OLD, watch, t, v, watch, t, v, oldest));
      }
    }
    return rows;
  }

  private static List<Row> rows(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    return Sql.query(connection, sql, row -> new Row(row.getLong(1), row.getString(2)), arguments);
  }

  private void delete(String watch, List<Row> rows) {
    List<@Nullable Object[]> seqs =
        rows.stream().map(row -> new @Nullable Object[] {row.seq()}).toList();
    database.transact(
        connection -> {
          database.keepOrderOf(connection, watch);
          Sql.updateAll(connection, DELETE_OBSERVATIONS, seqs);
          return Sql.updateAll(connection, DELETE_RUN, seqs).length;
        });
  }

  /** What an event about the open alert may still tell of: how it began, and what was before. */
  private Set<String> needed(String watch) {
    AlertState state = database.read(connection -> AlertTable.of(connection, watch)).state();
    Optional<Instant> since = state.stretch().map(Stretch::since);
    Set<String> ids = new TreeSet<>();
    if (since.isPresent()) {
      for (Tier tier : Tier.values()) {
        String id = Scope.of(watch).of(tier).idAt(since.get());
        ids.add(id);
        ids.add(id + RunWriter.CONFIRM);
      }
      new RunHistory(database)
          .latestHealthyBefore(watch, since.get())
          .ifPresent(run -> ids.add(run.id()));
    }
    return ids;
  }
}
