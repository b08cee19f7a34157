package dev.canary.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Brings the stored schema up to this program's. Two small queries tell that it is already; only if
 * it is not, Flyway is loaded.
 */
final class Schema {
  /** The number of the newest file in db/migration. */
  static final int CURRENT = 9;

  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /**
   * Migrates, if need be.
   *
   * @throws StoreException when a newer program made the schema, or something else did
   */
  static void bringUp(Database database) {
    if (stored(database) == CURRENT) {
      return;
    }
    Database.Lease alone = database.schemaLease();
    try {
      int stored = stored(database);
      if (stored < CURRENT) {
        database.read(connection -> prepare(database, connection));
        Migration.run(database);
      }
    } finally {
      alone.close();
    }
  }

  private static int stored(Database database) {
    int stored = database.read(connection -> storedVersion(database, connection));
    if (stored > CURRENT) {
      throw new StoreException(
          database.shown()
              + " was written by a newer Canary Analyzer (schema "
              + stored
              + ", this one knows "
              + CURRENT
              + "): update this one, or name another store in canary.yaml");
    }
    return stored;
  }

  private static int storedVersion(Database database, Connection connection) throws SQLException {
    if (database.tables(connection, Optional.of(HISTORY)) == 0) {
      return 0;
    }
    String sql = "select coalesce(max(cast(version as integer)), 0) from " + HISTORY;
    return Sql.query(connection, sql, row -> row.getInt(1)).get(0);
  }

  private static boolean prepare(Database database, Connection connection) throws SQLException {
    boolean made = database.tables(connection, Optional.of(HISTORY)) > 0;
    if (!made && database.tables(connection, Optional.empty()) > 0) {
      throw new StoreException(
          database.shown()
              + " holds the tables of something else: name an empty file, database or schema under"
              + " 'store' in canary.yaml");
    }
    database.prepareForMigration(connection);
    return made;
  }
}
