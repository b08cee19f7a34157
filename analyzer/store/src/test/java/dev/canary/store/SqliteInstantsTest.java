package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteDataSource;

@Timeout(60)
class SqliteInstantsTest {
  private static final int READINGS = 100_000;
  private static final Instant FIRST = Instant.parse("2026-03-01T12:00:00.123Z");

  private final SqliteInstants instants = new SqliteInstants();

  @Test
  void whatIsWrittenIsReadAndNothingIsNothing() throws Exception {
    try (Connection connection = connection();
        PreparedStatement statement =
            connection.prepareStatement("select cast(? as timestamp) as at, ? as none")) {
      instants.setInstant(statement, 1, FIRST);
      instants.setInstant(statement, 2, null);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(instants.getInstant(row, "at")).isEqualTo(FIRST);
        assertThat(instants.getInstant(row, "none")).isNull();
      }
    }
  }

  /** With db-scheduler's own way a few of so many readings are another thread's. */
  @Test
  void threadsThatReadAtOnceReadTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Set<Instant>>> readers =
          IntStream.range(0, 4)
              .<Callable<Set<Instant>>>mapToObj(i -> () -> read(FIRST.plusSeconds(i)))
              .toList();
      List<Set<Instant>> read = new ArrayList<>();
      for (Future<Set<Instant>> each : threads.invokeAll(readers)) {
        read.add(each.get());
      }
      assertThat(read)
          .containsExactly(
              Set.of(FIRST),
              Set.of(FIRST.plusSeconds(1)),
              Set.of(FIRST.plusSeconds(2)),
              Set.of(FIRST.plusSeconds(3)));
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private Set<Instant> read(Instant instant) throws Exception {
    Set<Instant> read = new HashSet<>();
    try (Connection connection = connection();
        PreparedStatement statement = connection.prepareStatement("select ? as at")) {
      instants.setInstant(statement, 1, instant);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        for (int i = 0; i < READINGS; i++) {
          Instant each = instants.getInstant(row, "at");
          if (each != null) {
            read.add(each);
          }
        }
      }
    }
    return read;
  }

  private static Connection connection() throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite::memory:");
    return source.getConnection();
  }
}
