package dev.canary.store;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox as a table, in the order of recording. */
final class SqlOutbox implements Outbox {
  /** How long the id of a delivered event stays taken. */
  static final Duration DELIVERED_KEPT = Duration.ofMinutes(10);

  private static final String WAITING =
      "select id, topic, type, source, subject, occurred_at, event_key, data from outbox"
          + " where delivered_at is null order by seq limit ? offset ?";

  private static final String COUNT = "select count(*) from outbox where delivered_at is null";

  private static final String DELIVERED =
      "update outbox set delivered_at = ? where id = ? and delivered_at is null";

  private static final String TELL_STATES_AGAIN =
      "update outbox set delivered_at = null where delivered_at is not null and seq in (select"
          + " max(seq) from outbox where topic = ? and seq >= ? group by event_key)";

  /** Of all that a relay may be about to send, the first. */
  private static final String FIRST =
      "select coalesce((select min(seq) from outbox where delivered_at is null),"
          + " (select max(seq) from outbox), 0)";

  /** By the numbers of the rows: counting a million of them at each step would take too long. */
  private static final String FORGET =
      "delete from outbox where seq in (select seq from outbox where delivered_at is null"
          + " and seq <= (select max(seq) from outbox) - ? order by seq limit ?)";

  private static final String PRUNE = "delete from outbox where delivered_at < ?";

  private final Database database;
  private final Clock clock;
  private volatile Optional<Database.RelayLease> held = Optional.empty();
  private volatile Optional<Long> unfinished = Optional.empty();
  private volatile List<@Nullable Object[]> unmarked = List.of();

  SqlOutbox(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<OutgoingEvent> waiting(int skip, int atMost) {
    return database.read(
        connection -> Sql.query(connection, WAITING, SqlOutbox::event, atMost, skip));
  }

  @Override
  public int size() {
    return database.read(connection -> Sql.query(connection, COUNT, row -> row.getInt(1)).get(0));
  }

  @Override
  public void delivered(Collection<String> ids) {
    long now = Nanos.of(clock.instant());
    List<@Nullable Object[]> rows =
        ids.stream().map(id -> new @Nullable Object[] {now, id}).toList();
    Database.Work<Integer> work =
        connection -> {
          Sql.updateAll(connection, DELIVERED, rows);
          return Sql.update(connection, PRUNE, now - DELIVERED_KEPT.toNanos());
        };
    unmarked = rows;
    held.ifPresentOrElse(lease -> lease.transact(work), () -> database.transact(work));
    unmarked = List.of();
  }

  @Override
  public void keepNewest(int atMost) {
    int gone = Pruning.STEP;
    while (gone == Pruning.STEP && !Thread.currentThread().isInterrupted()) {
      gone = database.transact(c -> Sql.update(c, FORGET, atMost, Pruning.STEP));
    }
  }

  /**
   * A relay that could not write what it had delivered first catches up on that, so that a full
   * disk sends nothing again and again. It may have stood still meanwhile, and sent old states
   * after another relay had sent newer ones: a compacted topic would keep the old. So the newest
   * are told once more, with the same ids: by the numbers of the rows, because the clocks of two
   * relays may differ, and be set.
   */
  @Override
  public boolean asOnlyRelay(Runnable task) {
    Optional<Database.RelayLease> lease = database.relayLease();
    if (lease.isEmpty()) {
      return false;
    }
    try {
      held = lease;
      if (unfinished.isPresent()) {
        long first = unfinished.get();
        lease.get().transact(connection -> catchUp(connection, first));
      }
      unfinished = unfinished.or(() -> Optional.of(first()));
      task.run();
      unfinished = Optional.empty();
    } finally {
      held = Optional.empty();
      lease.get().close();
    }
    return true;
  }

  private int catchUp(Connection connection, long first) throws SQLException {
    Sql.updateAll(connection, DELIVERED, unmarked);
    return Sql.update(connection, TELL_STATES_AGAIN, Topic.STATE.name(), first);
  }

  private long first() {
    return database.read(connection -> Sql.query(connection, FIRST, row -> row.getLong(1)).get(0));
  }

  private static OutgoingEvent event(ResultSet row) throws SQLException {
    return new OutgoingEvent(
        row.getString("id"),
        Sql.word(Topic.class, row, "topic"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        Nanos.toInstant(row.getLong("occurred_at")),
        row.getString("event_key"),
        Optional.ofNullable(row.getString("data")).map(OutgoingEvent.Payload::new));
  }
}
