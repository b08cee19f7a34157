package dev.canary.store;

import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How db-scheduler reads and writes instants in SQLite: as milliseconds since 1970.
 *
 * <p>Its own way hands one calendar of the whole process to the driver, which sets it to what it
 * reads: two threads that read at once mixed up when something is due with when it was taken, and
 * once in thousands of runs a watch ran off its schedule.
 */
final class SqliteInstants extends SqliteJdbcCustomization {
  @Override
  public void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.TIMESTAMP);
    } else {
      statement.setLong(index, value.toEpochMilli());
    }
  }

  @Override
  public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
