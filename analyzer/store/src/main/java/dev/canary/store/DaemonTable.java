package dev.canary.store;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which watches the daemons of a store have in their files. These need not be the same at every
 * moment, and what one does not have is no more only when no living one has it.
 */
public final class DaemonTable {
  private static final String PRESENT =
      "insert into daemon (id, seen_at, watches) values (?, ?, ?)"
          + " on conflict (id) do update set seen_at = excluded.seen_at, watches = excluded.watches";

  private static final String GONE = "delete from daemon where id = ? or seen_at < ?";

  /** So long after its last word nobody needs to know any more that there was a daemon. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Database database;
  private final Clock clock;

  DaemonTable(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A daemon lives, and has these watches. */
  public void present(String daemon, Collection<String> watches) {
    long now = Nanos.of(clock.instant());
    String names = String.join("\n", watches);
    database.transact(connection -> Sql.update(connection, PRESENT, daemon, now, names));
  }

  /** A daemon has ended. */
  public void gone(String daemon) {
    long old = Nanos.of(clock.instant().minus(FORGOTTEN));
    database.transact(connection -> Sql.update(connection, GONE, daemon, old));
  }

  /** What the daemons have that said so at most so long ago. */
  public Set<String> watches(Duration within) {
    long since = Nanos.of(clock.instant().minus(within));
    String sql = "select watches from daemon where seen_at >= ?";
    Set<String> all = new LinkedHashSet<>();
    database
        .read(connection -> Sql.query(connection, sql, row -> row.getString(1), since))
        .forEach(names -> all.addAll(List.of(names.split("\n", -1))));
    return all;
  }
}
