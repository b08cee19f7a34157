package dev.canary.store;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An SQLite file in WAL mode: readers never wait, writers wait for each other.
 *
 * <p>{@code synchronous=FULL}: what {@code record} has returned for survives a power loss, too, not
 * only a killed process, at the price of one flush to the disk per run (about 1 ms on an idle one).
 */
final class SqliteDatabase extends Database {
  /** How long a writer waits for the others. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** To which the log is cut once a long reader has let it grow, in bytes. */
  private static final int LONGEST_LOG = 64 << 20;

  private static final String MOVE_AWAY =
      " Restore it from a copy, or move it away (with its -wal and -shm files) to begin a new store.";

  private final Path folder;
  private final Path file;
  private final SQLiteDataSource dataSource;

  private SqliteDatabase(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setJournalSizeLimit(LONGEST_LOG);
    config.enforceForeignKeys(true);
    dataSource = new SQLiteDataSource(config);
    dataSource.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
  }

  /** Makes the folder; the file itself comes with the first connection. */
  static SqliteDatabase at(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new StoreException(
          file + " is a folder, and the store must be a file: change 'store' in canary.yaml");
    }
    if (file.toString().contains("?")) {
      throw new StoreException(
          file + ": SQLite's driver takes no '?' in a file's name: change 'store' in canary.yaml");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(
          "cannot make the folder "
              + folder
              + " for the store: make it by hand or change 'store' in canary.yaml",
          e);
    }
    return new SqliteDatabase(folder, file);
  }

  @Override
  String shown() {
    return file.toString();
  }

  @Override
  DataSource dataSource() {
    return dataSource;
  }

  /** Without a flush to the disk for each change: a run that is due twice is recorded once. */
  @Override
  DataSource dueSource() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(dataSource.getUrl());
    return source;
  }

  @Override
  JdbcCustomization dueDialect() {
    return new SqliteInstants();
  }

  @Override
  int tables(Connection connection, Optional<String> name) throws SQLException {
    String sql =
        "select count(*) from sqlite_master where type = 'table' and name = coalesce(?, name)";
    return Sql.query(connection, sql, row -> row.getInt(1), name.orElse(null)).get(0);
  }

  @Override
  Map<String, String> placeholders() {
    return Map.of("sequence", "integer primary key", "bytes", "blob", "instant", "timestamp");
  }

  @Override
  Lease schemaLease() {
    return FileLease.acquire(folder, file.getFileName() + ".schema.lock", PATIENCE)
        .orElseThrow(() -> new StoreException(locked()));
  }

  @Override
  Optional<RelayLease> relayLease() {
    return FileLease.tryAcquire(folder, file.getFileName() + ".relay.lock").map(this::held);
  }

  /** The system holds it as long as this process lives: it cannot be lost. */
  private RelayLease held(FileLease lease) {
    return new RelayLease() {
      @Override
      public void transact(Work<Integer> work) {
        SqliteDatabase.this.transact(work);
      }

      @Override
      public void close() {
        lease.close();
      }
    };
  }

  /** Kept in the file's header, so that only the process that makes the file has to say it. */
  @Override
  void prepareForMigration(Connection connection) throws SQLException {
    execute(connection, "pragma journal_mode = wal");
  }

  /** Nothing to do: there is one writer at a time. */
  @Override
  void keepOrderOf(Connection connection, String watch) {}

  /**
   * Takes the write lock at once: a transaction that begins as a reader cannot wait for it later.
   * By statement, because the driver's own commit begins the next transaction, and its lock,
   * immediately.
   */
  @Override
  void begin(Connection connection) throws SQLException {
    execute(connection, "begin immediate");
  }

  @Override
  void commit(Connection connection) throws SQLException {
    execute(connection, "commit");
  }

  @Override
  void rollback(Connection connection) throws SQLException {
    execute(connection, "rollback");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  boolean isLost(SQLException failure) {
    return false;
  }

  @Override
  StoreException explain(SQLException failure) {
    String why = why(failure);
    String message =
        switch (primary(failure)) {
          case SQLITE_NOTADB -> file + " is not a store: it is no SQLite file." + MOVE_AWAY;
          case SQLITE_CORRUPT -> file + " is damaged: cut off or overwritten." + MOVE_AWAY;
          case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
              "cannot write "
                  + file
                  + ": make the file and its folder writable, or change 'store' in canary.yaml";
          case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> locked();
          case SQLITE_IOERR ->
              file + " cannot be read or written, see whether its disk is full: " + why;
          case SQLITE_FULL -> "no room on the disk of " + file + ": make some and run again";
          default -> file + " cannot be used: " + why;
        };
    return new StoreException(message, failure);
  }

  /** What failed, and why, where the driver could not even be loaded. */
  private static String why(SQLException failure) {
    String why = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause();
    return (cause == null ? why : why + ": " + cause.getMessage()).replaceAll("\\s+", " ");
  }

  private String locked() {
    return file
        + " has been locked by another process for "
        + PATIENCE.toSeconds()
        + " s: see who holds it (fuser "
        + file
        + ") and run again";
  }

  /** The lowest byte of SQLite's code says what is wrong, the others where. */
  private static SQLiteErrorCode primary(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
