package dev.canary.store;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database; the leases are advisory locks, which end with the session that took them.
 */
final class PostgresDatabase extends Database {
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 30;

  /**
   * A process that stands still holds back the others no longer: the server ends its transaction,
   * and with its session the relay's lease.
   */
  private static final String IDLE_IN_TRANSACTION = "-c idle_in_transaction_session_timeout=10s";

  private static final String IDLE_LEASE = "set idle_session_timeout = '20s'";

  /** The first version that knows it. */
  private static final int KNOWS_IDLE_SESSIONS = 14;

  /** Stores in other schemas of the database have locks of their own. */
  private static final String SCHEMA = "hashtext(current_schema())";

  private final StoreSettings.Postgres place;
  private final PGSimpleDataSource dataSource;

  PostgresDatabase(StoreSettings.Postgres place) {
    this.place = place;
    dataSource = new PGSimpleDataSource();
    try {
      dataSource.setUrl(place.url());
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          shown()
              + " is no PostgreSQL url: write jdbc:postgresql://host:5432/database under 'store' in"
              + " canary.yaml");
    }
    place.user().ifPresent(dataSource::setUser);
    place.password().ifPresent(dataSource::setPassword);
    dataSource.setApplicationName("canary");
    dataSource.setTcpKeepAlive(true);
    if (dataSource.getSocketTimeout() == 0) {
      dataSource.setSocketTimeout(ANSWER_SECONDS);
    }
    dataSource.setConnectTimeout(CONNECT_SECONDS);
    String options = dataSource.getOptions();
    dataSource.setOptions(
        options == null ? IDLE_IN_TRANSACTION : IDLE_IN_TRANSACTION + " " + options);
  }

  @Override
  String shown() {
    return place.shownUrl();
  }

  @Override
  DataSource dataSource() {
    return dataSource;
  }

  @Override
  DataSource dueSource() {
    return dataSource;
  }

  @Override
  JdbcCustomization dueDialect() {
    return new AutodetectJdbcCustomization(dataSource);
  }

  @Override
  int tables(Connection connection, Optional<String> name) throws SQLException {
    String sql =
        "select count(*) from information_schema.tables where table_schema = current_schema()"
            + " and table_name = coalesce(?, table_name)";
    return Sql.query(connection, sql, row -> row.getInt(1), name.orElse(null)).get(0);
  }

  @Override
  Map<String, String> placeholders() {
    return Map.of(
        "sequence",
        "bigint generated always as identity primary key",
        "bytes",
        "bytea",
        "instant",
        "timestamp with time zone");
  }

  @Override
  void prepareForMigration(Connection connection) {}

  /** The lock is null, and not taken, where there is no current schema. */
  @Override
  Lease schemaLease() {
    return session("pg_advisory_lock(hashtext('dev.canary.schema'), " + SCHEMA + ") is not null")
        .map(session -> (Lease) () -> release(session))
        .orElseThrow(
            () ->
                new StoreException(
                    shown()
                        + " has no such schema: create it, or change currentSchema in the store's"
                        + " url"));
  }

  @Override
  Optional<RelayLease> relayLease() {
    return session("pg_try_advisory_lock(hashtext('dev.canary.relay'), " + SCHEMA + ")")
        .map(SessionLease::new);
  }

  /** What is done under the lease is done by its session: if that has ended, nothing is. */
  private final class SessionLease implements RelayLease {
    private final Connection session;

    SessionLease(Connection session) {
      this.session = session;
    }

    @Override
    public void transact(Work<Integer> work) {
      try {
        begin(session);
        work.with(session);
        PostgresDatabase.this.commit(session);
      } catch (SQLException e) {
        throw explain(e);
      }
    }

    @Override
    public void close() {
      release(session);
    }
  }

  /** A connection of its own, whose end releases the lock, also when this process or host dies. */
  private Optional<Connection> session(String lock) {
    boolean held = false;
    Connection session = null;
    try {
      session = dataSource.getConnection();
      held = Sql.query(session, "select " + lock, row -> row.getBoolean(1)).get(0);
      if (held && session.getMetaData().getDatabaseMajorVersion() >= KNOWS_IDLE_SESSIONS) {
        Sql.update(session, IDLE_LEASE);
      }
      return held ? Optional.of(session) : Optional.empty();
    } catch (SQLException e) {
      throw explain(e);
    } finally {
      if (!held && session != null) {
        closeSession(session);
      }
    }
  }

  /**
   * By word, because the server notices the end of a session only after the next may have asked.
   */
  private void release(Connection session) {
    try {
      Sql.query(session, "select pg_advisory_unlock_all()", row -> true);
    } catch (SQLException e) {
      if (!isLost(e)) {
        throw explain(e);
      }
    } finally {
      closeSession(session);
    }
  }

  private void closeSession(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      throw explain(e);
    }
  }

  /**
   * Without it, of two runs of a watch the later numbered could be committed, and its events
   * relayed, before the earlier.
   */
  @Override
  void keepOrderOf(Connection connection, String watch) throws SQLException {
    String sql =
        "select pg_advisory_xact_lock(hashtext('dev.canary.watch.' || current_schema()), hashtext(?))";
    Sql.query(connection, sql, row -> true, watch);
  }

  @Override
  void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  void rollback(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Class 08: the connection. 57P01 to 57P05, 25P03: the server has ended the session. */
  @Override
  boolean isLost(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("57P0") || state.equals("25P03");
  }

  @Override
  StoreException explain(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String message;
    if (state.startsWith("28")) {
      message = shown() + " refuses this user or password: check both under 'store' in canary.yaml";
    } else if (state.equals("3D000")) {
      message = shown() + " does not exist: create the database, or correct the url in canary.yaml";
    } else if (state.equals("53100")) {
      message = "no room on the disk of " + shown() + ": make some";
    } else if (isLost(failure)) {
      message = shown() + " cannot be reached (" + why(failure) + "): check server and url";
    } else {
      message = shown() + " cannot be used: " + why(failure);
    }
    return new StoreException(message, failure);
  }

  /** The driver's words in one line, without the password should they quote it. */
  private String why(SQLException failure) {
    String words = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    String password = place.password().orElse("");
    return password.isEmpty() ? words : words.replace(password, "***");
  }
}
