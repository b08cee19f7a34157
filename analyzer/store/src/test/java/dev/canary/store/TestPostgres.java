package dev.canary.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** A PostgreSQL server of the tests' own, with an empty schema for whoever asks. */
final class TestPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private int schemas;

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts the server, or skips the tests where its binaries do not run. */
  static TestPostgres start() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests runs on Linux x86_64");
    return new TestPostgres(
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start());
  }

  StoreSettings emptySchema() throws SQLException {
    String schema = "test_" + ++schemas;
    execute("create schema " + schema);
    return inSchema(schema);
  }

  StoreSettings inSchema(String schema) {
    return StoreSettings.postgres(
        url("postgres") + "?currentSchema=" + schema,
        Optional.of("postgres"),
        Optional.of("secret"));
  }

  String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
