package dev.canary.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of the transitions of alerts for the actions that follow them: nothing is lost by a
 * restart, and what is known to be done is not done again by anybody.
 *
 * <p>Whoever makes an attempt claims it first, until a time by which it has ended: of several
 * daemons one makes it, and if that one dies, another makes the next.
 */
public final class ActionLog {
  /** How long it is remembered what became of a transition. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final String REGISTER =
      "insert into action_known (action, since_seq)"
          + " values (?, (select coalesce(max(seq), 0) from alert_transition))"
          + " on conflict (action) do nothing";

  private static final String OPEN =
      "select t.id, t.watch, t.alert, t.kind, t.at, t.severity, t.summary,"
          + " coalesce(d.attempts, 0) as attempts, coalesce(d.next_at, 0) as next_at"
          + " from alert_transition t join action_known k on k.action = ? and t.seq > k.since_seq"
          + " left join action_delivery d on d.action = k.action and d.transition = t.id"
          + " where t.at >= ? and d.done_at is null order by t.seq limit ?";

  private static final String FIRST =
      "insert into action_delivery (action, transition, alert, attempts, next_at)"
          + " values (?, ?, ?, 1, ?) on conflict (action, transition) do nothing";

  private static final String NEXT =
      "update action_delivery set attempts = attempts + 1, next_at = ?"
          + " where action = ? and transition = ? and attempts = ? and done_at is null";

  private static final String POSTPONE =
      "update action_delivery set next_at = ?"
          + " where action = ? and transition = ? and attempts = ? and done_at is null";

  private static final String DONE =
      "insert into action_delivery (action, transition, alert, attempts, next_at, outcome, done_at)"
          + " values (?, ?, ?, 0, 0, ?, ?) on conflict (action, transition) do update"
          + " set outcome = excluded.outcome, done_at = excluded.done_at"
          + " where action_delivery.done_at is null";

  private static final String PRUNE =
      "delete from action_delivery where action = ? and done_at < ?";

  private static final String COUNT =
      "select count(*) from action_delivery where action = ? and done_at >= ? and outcome = ?";

  private static final String TOLD =
      "select count(*) from action_delivery where action = ? and alert = ? and outcome = ?";

  /** The last word about each watch of which something is open, and about those just over. */
  private static final String STANDING =
      "select t.id, t.watch, t.alert, t.kind, t.at, t.severity, t.summary"
          + " from alert_state s join alert_transition t on t.seq = (select max(x.seq)"
          + " from alert_transition x where x.watch = s.watch and (x.kind in ('OPENED', 'ESCALATED')"
          + " and x.alert = s.alert or x.kind = 'STALE' and s.stale = 1))"
          + " where s.alert is not null or s.stale = 1"
          + " union all select id, watch, alert, kind, at, severity, summary"
          + " from alert_transition where at >= ? and kind = 'RESOLVED'";

  private final Database database;

  ActionLog(Database database) {
    this.database = database;
  }

  /** What becomes of a transition for an action. */
  public enum Outcome {
    /** It was followed. */
    DELIVERED,
    /** It was only said what would be done. */
    DRY_RUN,
    /** It is not to be followed: the alert is silenced, or the action is for others. */
    PASSED_OVER,
    /** Nobody took it in all the time there was. */
    GAVE_UP
  }

  /**
   * A transition that an action has yet to follow.
   *
   * @param transition what happened
   * @param attempts that were made
   * @param nextAt when the next one may be
   */
  public record Open(StoredTransition transition, int attempts, Instant nextAt) {}

  /** From now on an action follows what happens; what happened before it was known is over. */
  public void register(String action) {
    database.transact(connection -> Sql.update(connection, REGISTER, action));
  }

  /**
   * What an action has yet to follow, in the order in which it happened.
   *
   * @param since what happened before is over
   */
  public List<Open> open(String action, Instant since, int atMost) {
    return database.read(
        connection ->
            Sql.query(
                connection,
                OPEN,
                row ->
                    new Open(
                        AlertTable.transition(row),
                        row.getInt("attempts"),
                        Nanos.toInstant(row.getLong("next_at"))),
                action,
                Nanos.of(since),
                atMost));
  }

  /**
   * Takes the next attempt.
   *
   * @param until when the attempt is over, and another may be made
   * @return false if somebody else has taken it
   */
  public boolean claim(String action, Open open, Instant until) {
    return database.transact(connection -> claim(connection, action, open, until)) == 1;
  }

  private static int claim(Connection connection, String action, Open open, Instant until)
      throws SQLException {
    String transition = open.transition().id();
    long nextAt = Nanos.of(until);
    return open.attempts() == 0
        ? Sql.update(connection, FIRST, action, transition, open.transition().alert(), nextAt)
        : Sql.update(connection, NEXT, nextAt, action, transition, open.attempts());
  }

  /**
   * An attempt that was taken has ended, and did not help. Nothing changes where somebody else has
   * taken the next one since.
   *
   * @param open as it was before the attempt
   * @param until when another may be made
   */
  public void postpone(String action, Open open, Instant until) {
    String transition = open.transition().id();
    long nextAt = Nanos.of(until);
    database.transact(
        connection ->
            Sql.update(connection, POSTPONE, nextAt, action, transition, open.attempts() + 1));
  }

  /** Remembers what became of a transition: it is open no more. */
  public void done(String action, StoredTransition transition, Outcome outcome, Instant at) {
    long now = Nanos.of(at);
    database.transact(
        connection -> {
          Sql.update(connection, PRUNE, action, now - KEPT.toNanos());
          return Sql.update(
              connection, DONE, action, transition.id(), transition.alert(), outcome.name(), now);
        });
  }

  /** How many transitions came to this since an instant. */
  public int count(String action, Outcome outcome, Instant since) {
    return database.read(
        connection ->
            Sql.query(
                    connection,
                    COUNT,
                    row -> row.getInt(1),
                    action,
                    Nanos.of(since),
                    outcome.name())
                .get(0));
  }

  /** True if a transition of this alert came to this. */
  public boolean cameTo(String action, String alert, Outcome outcome) {
    return database.read(
            connection ->
                Sql.query(connection, TOLD, row -> row.getInt(1), action, alert, outcome.name())
                    .get(0))
        > 0;
  }

  /**
   * What stands: of each watch with an open alert, or whose runs stay away, what made it so; and
   * what was resolved since an instant.
   */
  public List<StoredTransition> standing(Instant resolvedSince) {
    return database.read(
        connection ->
            Sql.query(connection, STANDING, AlertTable::transition, Nanos.of(resolvedSince)));
  }
}
