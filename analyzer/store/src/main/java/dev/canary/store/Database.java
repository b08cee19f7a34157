package dev.canary.store;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time, and what differs between SQLite and PostgreSQL.
 *
 * <p>A connection that the server has dropped is opened anew, once per call, unless the loss may
 * have hit a commit.
 */
abstract sealed class Database implements AutoCloseable permits SqliteDatabase, PostgresDatabase {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  /** Work on a connection, free of effects outside the database. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** The place, as it may be shown. */
  abstract String shown();

  abstract DataSource dataSource();

  /** A source for what is due when, of which a power loss may forget the last changes. */
  abstract DataSource dueSource();

  /** How that source is spoken to. */
  abstract JdbcCustomization dueDialect();

  /** How many tables of this name, or of any name, there are. */
  abstract int tables(Connection connection, Optional<String> name) throws SQLException;

  /** What stands for the placeholders of the migrations. */
  abstract Map<String, String> placeholders();

  /** What has to be so before the first migration. */
  abstract void prepareForMigration(Connection connection) throws SQLException;

  /** Held while the schema changes; throws when another process holds it for too long. */
  abstract Lease schemaLease();

  /**
   * The one relay's lease, or nothing while another relay, here or in another process, holds it.
   */
  abstract Optional<RelayLease> relayLease();

  /** Until the end of the transaction, nobody else records runs of this watch. */
  abstract void keepOrderOf(Connection connection, String watch) throws SQLException;

  abstract void begin(Connection connection) throws SQLException;

  abstract void commit(Connection connection) throws SQLException;

  abstract void rollback(Connection connection) throws SQLException;

  /** Whether the connection is gone, and nothing is wrong with the statement. */
  abstract boolean isLost(SQLException failure);

  /** The failure in one line that says what to do. */
  abstract StoreException explain(SQLException failure);

  /**
   * Something that is held and can be given back; the system gives it back when the process dies.
   */
  interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  /** The relay's lease, which may be lost before it is given back. */
  interface RelayLease extends Lease {
    /**
     * Runs the work in one writing transaction.
     *
     * @throws StoreException when the lease is held no more: nothing happened
     */
    void transact(Work<Integer> work);
  }

  /** Runs the work in one writing transaction: all of it happens, or nothing. */
  final <T> T transact(Work<T> work) {
    return call(current -> inTransaction(current, work));
  }

  /** Runs work that only reads. */
  final <T> T read(Work<T> work) {
    return call(work);
  }

  private <T> T call(Work<T> work) {
    lock.lock();
    try {
      boolean fresh = connection == null;
      try {
        return work.with(current());
      } catch (SQLException e) {
        if (fresh || !isLost(e)) {
          throw e;
        }
        drop(e);
        return work.with(current());
      }
    } catch (SQLException e) {
      throw explain(e);
    } finally {
      lock.unlock();
    }
  }

  private Connection current() throws SQLException {
    if (closed) {
      throw new IllegalStateException("the store " + shown() + " is closed");
    }
    Connection current = connection;
    if (current == null) {
      current = dataSource().getConnection();
      connection = current;
    }
    return current;
  }

  private <T> T inTransaction(Connection current, Work<T> work) throws SQLException {
    begin(current);
    T result;
    try {
      result = work.with(current);
    } catch (SQLException | RuntimeException e) {
      undo(current, e);
      throw e;
    }
    try {
      commit(current);
    } catch (SQLException e) {
      undo(current, e);
      if (isLost(e)) {
        throw lostAtCommit(e);
      }
      throw e;
    }
    return result;
  }

  private StoreException lostAtCommit(SQLException e) {
    drop(e);
    return new StoreException(
        shown() + " was lost while it stored a run; look with 'canary explain' before repeating it",
        e);
  }

  private void undo(Connection current, Exception cause) {
    try {
      rollback(current);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      drop(cause);
    }
  }

  private void drop(Exception cause) {
    Connection current = connection;
    connection = null;
    try {
      if (current != null) {
        current.close();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public final void close() {
    lock.lock();
    try {
      closed = true;
      Connection current = connection;
      connection = null;
      if (current != null) {
        current.close();
      }
    } catch (SQLException e) {
      throw explain(e);
    } finally {
      lock.unlock();
    }
  }
}
