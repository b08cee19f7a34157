package dev.canary.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few lines of JDBC that each statement of the hot path would repeat. */
final class Sql {
  private Sql() {}

  /** What becomes of one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement. Returns how many rows it changed. */
  static int update(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  /** Runs a statement once per list of arguments. Returns how many rows each changed. */
  static int[] updateAll(Connection connection, String sql, List<@Nullable Object[]> batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] arguments : batch) {
        bind(statement, arguments);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** All rows of a query. */
  static <T> List<T> query(
      Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row.read(rows));
        }
      }
      return found;
    }
  }

  /** A column that holds the name of a constant. */
  static <E extends Enum<E>> E word(Class<E> words, ResultSet row, String column)
      throws SQLException {
    String word = row.getString(column);
    for (E known : words.getEnumConstants()) {
      if (known.name().equals(word)) {
        return known;
      }
    }
    throw new SQLException("column " + column + " holds the unknown word " + word);
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument == null) {
        statement.setNull(i + 1, Types.NULL);
      } else if (argument instanceof String text) {
        // PostgreSQL takes no NUL in a text, and models and people may send one.
        statement.setString(i + 1, text.replace('\0', '\uFFFD'));
      } else {
        statement.setObject(i + 1, argument);
      }
    }
  }
}
