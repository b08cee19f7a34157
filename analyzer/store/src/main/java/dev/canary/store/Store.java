package dev.canary.store;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import dev.canary.alert.Alert;
import dev.canary.alert.Silence;
import dev.canary.alert.Silences;
import dev.canary.event.Outbox;
import dev.canary.event.OutgoingEvent;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What the analyzer remembers: runs with their observations, the evidence that accumulates over
 * them, alerts and silences, the events on their way out, and the artefacts known to load.
 *
 * <p>Several processes may have the same store open. Within one, a store serves several threads,
 * one after the other. Every method throws {@link StoreException} when the database cannot be used
 * and {@link IllegalStateException} after {@link #close}.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Clock clock;
  private final RunWriter writer;
  private final Pruning pruning;
  private final Outbox outbox;

  private Store(Database database, Retention retention, Clock clock) {
    this.database = database;
    this.clock = clock;
    writer = new RunWriter(database, retention);
    pruning = new Pruning(database, retention);
    outbox = new SqlOutbox(database, clock);
  }

  /**
   * Opens the store, made or brought to this version if need be.
   *
   * @param clock dates retention and deliveries
   * @throws StoreException when there is no store to be had here; nothing is left open
   */
  public static Store open(StoreSettings settings, Clock clock) {
    Database database = databaseAt(settings.place());
    try {
      Schema.bringUp(database);
    } catch (RuntimeException e) {
      closeAfter(database, e);
      throw e;
    }
    return new Store(database, settings.retention(), clock);
  }

  /**
   * Waits until it may be written, and writes nothing.
   *
   * @throws StoreException if it cannot be written, or somebody keeps it locked for 30 s
   */
  public void checkWritable() {
    database.transact(connection -> true);
  }

  static Database databaseAt(StoreSettings.Place place) {
    if (place instanceof StoreSettings.SqliteFile sqlite) {
      return SqliteDatabase.at(sqlite.path());
    }
    return new PostgresDatabase((StoreSettings.Postgres) place);
  }

  private static void closeAfter(Database database, RuntimeException cause) {
    try {
      database.close();
    } catch (StoreException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Stores a run, its observations and its events in one transaction, and deletes the observations
   * that {@link Retention} no longer keeps. When this returns, a crash of the process or the
   * machine loses nothing of it; when it throws, nothing of it is stored.
   *
   * @throws DuplicateRunException when a run of this id is stored already
   * @throws IllegalArgumentException when an event's id is taken
   */
  public void record(RunRecord run, List<OutgoingEvent> events) {
    record(run, Optional.empty(), Steps.NONE, events);
  }

  /**
   * The same for a run with the replay that confirmed it and its steps, in the same transaction: a
   * verdict that rests on two replays is never stored with one of them, and a run is never stored
   * without the steps that count it.
   *
   * @throws StaleStateException when a step was not made from what is stored
   */
  public void record(
      RunRecord run, Optional<RunRecord> confirming, Steps steps, List<OutgoingEvent> events) {
    writer.record(run, confirming, steps, events, clock.instant());
  }

  /**
   * Stores a step of a watch's alerts that no run brought about, with its events.
   *
   * @throws StaleStateException when the step was not made from what is stored
   */
  public void record(String watch, AlertRecord step, List<OutgoingEvent> events) {
    writer.record(watch, step, events);
  }

  /**
   * Deletes the runs and transitions that {@link Retention} no longer keeps, in many small
   * transactions; ends early when the thread is interrupted.
   */
  public void prune() {
    pruning.all(clock.instant());
  }

  /** The same for the runs of one watch. */
  public void prune(String watch) {
    pruning.runsOf(watch, clock.instant());
  }

  /**
   * Stores the last step of a watch's alerts with its events, and forgets where they stand: one
   * that comes back begins anew.
   *
   * @throws StaleStateException when the step was not made from what is stored
   */
  public void forget(String watch, AlertRecord last, List<OutgoingEvent> events) {
    writer.forget(watch, last, events);
  }

  /** Which watches the daemons of this store have. */
  public DaemonTable daemons() {
    return new DaemonTable(database, clock);
  }

  /** The newest instant at which a recorded run of any watch was due. */
  public Optional<Instant> newestDue() {
    return database.read(AlertTable::newest);
  }

  /** What is remembered of a watch's alerts. */
  public StoredAlerts alertsOf(String watch) {
    return database.read(connection -> AlertTable.of(connection, watch));
  }

  /** What happened last to a watch's alerts, the newest first. */
  public List<StoredTransition> transitionsOf(String watch, int atMost) {
    return database.read(connection -> AlertTable.history(connection, watch, atMost));
  }

  /** What happened last to the alerts of any watch, the newest first. */
  public List<StoredTransition> transitions(int atMost) {
    return database.read(connection -> AlertTable.history(connection, atMost));
  }

  /** The life of one alert, its beginning first; nothing if there never was such an alert. */
  public List<StoredTransition> lifeOf(String watch, String alert) {
    return database.read(connection -> AlertTable.life(connection, watch, alert));
  }

  /** The alerts that are open, by watch, that its runs stay away among them; the oldest first. */
  public Map<String, Alert> openAlerts() {
    return database.read(AlertTable::open);
  }

  /** The silences that cover a watch, or did before. */
  public Silences silencesOf(String watch) {
    return new Silences(database.read(connection -> SilenceTable.of(connection, watch)));
  }

  /** The silences of all watches that end after an instant, the first to end first. */
  public List<Silence> silencesEndingAfter(Instant at) {
    return database.read(connection -> SilenceTable.endingAfter(connection, at));
  }

  /** Stores a silence; one of the same id that is stored already stays as it is. */
  public void record(Silence silence) {
    database.transact(connection -> SilenceTable.write(connection, silence));
  }

  /** Ends a silence. Returns false if none of this id lasts longer. */
  public boolean endSilence(String id, Instant at) {
    return database.transact(connection -> SilenceTable.end(connection, id, at)) > 0;
  }

  /** What became of the transitions of alerts for the actions that follow them. */
  public ActionLog actions() {
    return new ActionLog(database);
  }

  /** What has accumulated over the runs of a watch; nothing before its first counted run. */
  public Optional<StoredEvidence> evidenceOf(String watch) {
    return database.read(connection -> EvidenceTable.of(connection, watch));
  }

  /** The events recorded and not yet delivered. */
  public Outbox outbox() {
    return outbox;
  }

  /** The runs recorded. */
  public RunHistory history() {
    return new RunHistory(database);
  }

  /**
   * Whether an artefact has been marked as loading well.
   *
   * @param key the artefact's digest with the engine and its version
   */
  public boolean loadedBefore(String key) {
    String sql = "select 1 from loaded_artefact where artefact = ?";
    return !database.read(connection -> Sql.query(connection, sql, row -> true, key)).isEmpty();
  }

  /** Marks an artefact as loading well. */
  public void markLoaded(String key, Instant at) {
    String sql =
        "insert into loaded_artefact (artefact, loaded_at) values (?, ?)"
            + " on conflict (artefact) do update set loaded_at = excluded.loaded_at";
    database.transact(connection -> Sql.update(connection, sql, key, Nanos.of(at)));
  }

  /** Connections for what is due when, of which a power loss may forget the last changes. */
  DataSource dueSource() {
    return database.dueSource();
  }

  /** In words for people. */
  StoreException explain(SQLException failure) {
    return database.explain(failure);
  }

  /** How those connections are spoken to. */
  JdbcCustomization dueDialect() {
    return database.dueDialect();
  }

  /** The file or url, as it may be shown: without credentials. */
  public String place() {
    return database.shown();
  }

  @Override
  public void close() {
    database.close();
  }
}
