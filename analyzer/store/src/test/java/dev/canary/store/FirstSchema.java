package dev.canary.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** A store as the first version of the program made it, with a run in it. */
final class FirstSchema {
  private FirstSchema() {}

  static void make(StoreSettings settings) {
    try (Database database = Store.databaseAt(settings.place())) {
      database.read(
          connection -> {
            database.prepareForMigration(connection);
            return true;
          });
      Flyway.configure(FirstSchema.class.getClassLoader())
          .dataSource(database.dataSource())
          .locations("classpath:db/migration")
          .placeholders(database.placeholders())
          .target("1")
          .load()
          .migrate();
      database.transact(FirstSchema::fill);
    }
  }

  private static boolean fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into run (id, watch, suite, started_at, duration_nanos, verdict, model_version,"
              + " summary) values ('old@1', 'old', 'old', 1, 2, 'HEALTHY', 'v1', '{}')");
      statement.execute(
          "insert into outbox (id, topic, type, source, subject, occurred_at, event_key)"
              + " values ('old@1/run', 'RUNS', 't', '/s', 'old@1', 1, 'old')");
      statement.execute("insert into loaded_artefact values ('sha256:1 onnxruntime', 1)");
    }
    Sql.update(
        connection,
        "insert into observations (run_seq, watch, healthy, started_at, content)"
            + " values ((select seq from run where id = 'old@1'), 'old', 1, 1, ?)",
        new byte[] {1, 2, 3});
    return true;
  }
}
