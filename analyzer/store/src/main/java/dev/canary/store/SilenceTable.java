package dev.canary.store;

import dev.canary.alert.Silence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The silences, those that are over among them. */
final class SilenceTable {
  private static final String SELECT =
      "select id, watch, from_at, until_at, author, reason from silence";

  private static final String OF =
      SELECT + " where watch = ? or substr(?, 1, length(watch) + 1) = watch || '/'";

  private static final String SINCE = SELECT + " where until_at > ? order by until_at, id";

  private static final String INSERT =
      "insert into silence (id, watch, from_at, until_at, author, reason) values (?, ?, ?, ?, ?, ?)"
          + " on conflict (id) do nothing";

  private static final String END =
      "update silence set until_at = case when from_at > ? then from_at else ? end"
          + " where id = ? and until_at > ?";

  private SilenceTable() {}

  /** Those that cover a watch now or did before. */
  static List<Silence> of(Connection connection, String watch) throws SQLException {
    return Sql.query(connection, OF, SilenceTable::row, watch, watch);
  }

  /** Those that end after an instant, the first to end first. */
  static List<Silence> endingAfter(Connection connection, Instant at) throws SQLException {
    return Sql.query(connection, SINCE, SilenceTable::row, Nanos.of(at));
  }

  static int write(Connection connection, Silence silence) throws SQLException {
    return Sql.update(
        connection,
        INSERT,
        silence.id(),
        silence.watch(),
        Nanos.of(silence.from()),
        Nanos.of(silence.until()),
        silence.by(),
        silence.reason());
  }

  static int end(Connection connection, String id, Instant at) throws SQLException {
    return Sql.update(connection, END, Nanos.of(at), Nanos.of(at), id, Nanos.of(at));
  }

  private static Silence row(ResultSet row) throws SQLException {
    return new Silence(
        row.getString("id"),
        row.getString("watch"),
        Nanos.toInstant(row.getLong("from_at")),
        Nanos.toInstant(row.getLong("until_at")),
        row.getString("author"),
        row.getString("reason"));
  }
}
