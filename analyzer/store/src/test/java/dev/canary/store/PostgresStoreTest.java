package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PostgresStoreTest extends ActionContract {
  private static final String END_OTHER_SESSIONS =
      "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
          + " where application_name = 'canary' and pid <> pg_backend_pid()";

  @SuppressWarnings("NullAway.Init") // by start
  private static TestPostgres postgres;

  @SuppressWarnings("NullAway.Init") // by open
  private StoreSettings settings;

  @BeforeAll
  static void start() throws IOException {
    postgres = TestPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  @Override
  void open() {
    try {
      settings = settings == null ? postgres.emptySchema() : settings;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    super.open();
  }

  @Override
  StoreSettings settings() {
    return settings;
  }

  @Override
  StoreSettings emptySettings() {
    try {
      return postgres.emptySchema();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConnectionThatTheServerEndedIsOpenedAnew() throws SQLException {
    store.record(Samples.run("w@1"), Samples.events("w@1"));
    postgres.execute(END_OTHER_SESSIONS);

    store.record(Samples.run("w@2"), Samples.events("w@2"));
    postgres.execute(END_OTHER_SESSIONS);

    assertThat(store.history().recent(9)).extracting(StoredRun::id).containsExactly("w@2", "w@1");
    assertThat(store.outbox().size()).isEqualTo(6);
  }

  @Test
  void aRelayWhoseSessionEndedDoesNotBlockTheNext() {
    try (Store other = Store.open(settings, clock)) {
      store
          .outbox()
          .asOnlyRelay(
              () -> {
                endSessions();
                assertThat(other.outbox().asOnlyRelay(() -> {})).isTrue();
              });
    }
  }

  @Test
  void aRelayThatLostItsLeaseMarksNothingAndTellsTheNewestStatesAgain() {
    store.record(Samples.run("w@1"), Samples.events("w@1"));
    store.record(Samples.run("w@2"), Samples.events("w@2"));
    Outbox outbox = store.outbox();
    List<String> all = ids(outbox);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                outbox.asOnlyRelay(
                    () -> {
                      endSessions();
                      outbox.delivered(all);
                    }));
    assertThat(ids(outbox)).isEqualTo(all);

    SetClock slow = new SetClock();
    slow.advance(Duration.ofHours(-1));
    try (Store other = Store.open(settings, slow)) {
      other.outbox().asOnlyRelay(() -> other.outbox().delivered(all));
    }
    List<String> again = new ArrayList<>();
    outbox.asOnlyRelay(() -> again.addAll(ids(outbox)));
    assertThat(again).containsExactly("w@2/state");
  }

  @Test
  @Timeout(60)
  void aDiskThatIsFullIsToldUntilWhatIsDueCanBeDone() throws Exception {
    String due = ((StoreSettings.Postgres) settings.place()).url().replaceFirst(".*=", "") + ".due";
    postgres.execute(
        "create function no_room() returns trigger language plpgsql as 'begin raise exception using"
            + " errcode = ''53100''; end'; create trigger no_room before update on "
            + due
            + " execute function no_room()");
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    DueTable.Duty duty =
        new DueTable.Duty() {
          @Override
          public DueTable.Next perform(String name, Instant planned, String memory) {
            done.add(name);
            return new DueTable.Next(planned.plusSeconds(60), "");
          }

          @Override
          public void failed(StoreException why) {
            told.add(String.valueOf(why.getMessage()));
          }
        };
    Clock real = Clock.systemUTC();
    try (DueTable table = DueTable.of(store, duty, real, 1, Duration.ofSeconds(1))) {
      table.add("loans", real.instant().truncatedTo(ChronoUnit.MILLIS));
      table.start();
      for (int i = 0; i < 3; i++) {
        assertThat(told.take()).startsWith("no room on the disk of jdbc:postgresql:");
      }
      assertThat(done).isEmpty();
      postgres.execute("drop trigger no_room on " + due);
      assertThat(done.take()).isEqualTo("loans");
    }
  }

  private static List<String> ids(Outbox outbox) {
    return outbox.waiting(99).stream().map(OutgoingEvent::id).toList();
  }

  private static void endSessions() {
    try {
      postgres.execute(END_OTHER_SESSIONS);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMissingSchemaIsNamedWithItsCure() {
    refused(postgres.inSchema("nobody_made_this"), "has no such schema: create it");
  }

  @Test
  void aSchemaOfSomethingElseIsLeftAlone() throws SQLException {
    postgres.execute("create schema inhabited; create table inhabited.t (x integer)");

    refused(postgres.inSchema("inhabited"), "holds the tables of something else");
  }

  @Test
  void aNewerSchemaIsLeftAlone() throws SQLException {
    postgres.execute("create schema newer");
    Store.open(postgres.inSchema("newer"), clock).close();
    postgres.execute(
        "insert into newer.flyway_schema_history select 99, '99', 'later', 'SQL', 'V99__later.sql',"
            + " 0, installed_by, installed_on, 1, true from newer.flyway_schema_history limit 1");

    refused(postgres.inSchema("newer"), "newer Canary Analyzer (schema 99");
  }

  @Test
  void aMissingDatabaseIsNamedWithItsCure() {
    StoreSettings missing =
        StoreSettings.postgres(
            postgres.url("nobody"), Optional.of("postgres"), Optional.of("secret"));

    refused(missing, "does not exist: create the database");
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutThePassword() {
    StoreSettings nobody =
        StoreSettings.postgres(
            "jdbc:postgresql://localhost:1/db?password=hunter2",
            Optional.of("me"),
            Optional.empty());

    refused(nobody, "cannot be reached");
  }

  @Test
  void somethingThatIsNoUrlIsRefusedWithoutShowingIt() {
    StoreSettings wrong =
        StoreSettings.postgres("postgres://me:hunter2@host/db", Optional.empty(), Optional.empty());

    refused(wrong, "postgres://host/db is no PostgreSQL url");
  }

  private void refused(StoreSettings settings, String words) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Store.open(settings, clock).close())
        .withMessageContaining(words)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContain("\n", "secret", "hunter2")
                    .containsAnyOf("canary.yaml", "create", "check"));
  }

  @Test
  void eachOfTwoThatOpenAnEmptySchemaAtOnceGetsAStore() throws Exception {
    StoreSettings empty = postgres.emptySchema();
    List<Store> opened =
        List.of(1, 2, 3).parallelStream().map(i -> Store.open(empty, clock)).toList();

    opened.forEach(Store::close);
    assertThat(opened).hasSize(3);
  }
}
