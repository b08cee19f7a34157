package dev.canary.store;

import dev.canary.event.OutgoingEvent;
import dev.canary.watch.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the one transaction of a run: the run, its observations, its steps of evidence
 * and alerts, its events, retention.
 */
final class RunWriter {
  private static final String SMOKE = "+smoke";

  /** How the ids of confirming replays end. */
  static final String CONFIRM = "+confirm";

  private static final String INSERT_RUN =
      "insert into run (id, watch, suite, started_at, duration_nanos, verdict, model_version,"
          + " baseline_digest, confirms_run, summary, tier)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " on conflict (id) do nothing";

  private static final String INSERT_OBSERVATIONS =
      "insert into observations (run_seq, watch, healthy, started_at, content, evidence_input)"
          + " values ((select seq from run where id = ?), ?, ?, ?, ?, ?)";

  private static final String INSERT_EVENT =
      "insert into outbox (id, topic, type, source, subject, occurred_at, event_key, data)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing";

  private static final String DELETE_HEALTHY =
      "delete from observations where healthy = 1 and watch = ? and run_seq <= (select run_seq from"
          + " observations where healthy = 1 and watch = ? order by run_seq desc limit 1 offset ?)";

  private static final String DELETE_UNHEALTHY =
      "delete from observations where healthy = 0 and started_at < ?";

  private final Database database;
  private final Retention retention;

  RunWriter(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  void record(
      RunRecord run,
      Optional<RunRecord> confirming,
      Steps steps,
      List<OutgoingEvent> events,
      Instant now) {
    long oldest = Nanos.of(now.minus(retention.unhealthyFor()));
    database.transact(
        connection -> {
          database.keepOrderOf(connection, run.watch());
          insert(connection, run, steps.evidence().map(EvidenceRecord::input));
          if (confirming.isPresent()) {
            insert(connection, confirming.get(), Optional.empty());
          }
          if (steps.evidence().isPresent()) {
            EvidenceTable.write(connection, run.watch(), steps.evidence().get());
          }
          if (steps.alerts().isPresent()) {
            AlertTable.write(connection, run.watch(), steps.alerts().get());
          }
          insert(connection, events);
          Sql.update(connection, DELETE_HEALTHY, run.watch(), run.watch(), retention.healthyRuns());
          return Sql.update(connection, DELETE_UNHEALTHY, oldest);
        });
  }

  /** A step that time or a person brought about. */
  void record(String watch, AlertRecord step, List<OutgoingEvent> events) {
    database.transact(
        connection -> {
          database.keepOrderOf(connection, watch);
          AlertTable.write(connection, watch, step);
          insert(connection, events);
          return events.size();
        });
  }

  /** The last step of a watch that is no more. */
  void forget(String watch, AlertRecord last, List<OutgoingEvent> events) {
    database.transact(
        connection -> {
          database.keepOrderOf(connection, watch);
          AlertTable.forget(connection, watch, last);
          insert(connection, events);
          return events.size();
        });
  }

  private static void insert(Connection connection, RunRecord run, Optional<double[]> evidenceInput)
      throws SQLException {
    int inserted =
        Sql.update(
            connection,
            INSERT_RUN,
            run.id(),
            run.watch(),
            run.suite(),
            Nanos.of(run.startedAt()),
            run.duration().toNanos(),
            run.verdict().name(),
            run.modelVersion(),
            run.baselineDigest().orElse(null),
            run.confirmsRun().orElse(null),
            run.summary(),
            tier(run.id()).name());
    if (inserted == 0) {
      throw new DuplicateRunException(run.id());
    }
    Sql.update(
        connection,
        INSERT_OBSERVATIONS,
        run.id(),
        run.watch(),
        run.healthy() ? 1 : 0,
        Nanos.of(run.startedAt()),
        run.blob(),
        evidenceInput.map(Doubles::deflated).orElse(null));
  }

  /** The ids of smoke runs tell that they are. */
  private static Tier tier(String id) {
    return id.endsWith(SMOKE) || id.endsWith(SMOKE + CONFIRM) ? Tier.SMOKE : Tier.GOLDEN;
  }

  private static void insert(Connection connection, List<OutgoingEvent> events)
      throws SQLException {
    List<@Nullable Object[]> rows = events.stream().map(RunWriter::row).toList();
    int[] inserted = Sql.updateAll(connection, INSERT_EVENT, rows);
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i] == 0) {
        throw new IllegalArgumentException(
            "event id " + events.get(i).id() + " is taken: ids must be computed per run");
      }
    }
  }

  private static @Nullable Object[] row(OutgoingEvent event) {
    return new @Nullable Object[] {
      event.id(),
      event.topic().name(),
      event.type(),
      event.source(),
      event.subject(),
      Nanos.of(event.time()),
      event.key(),
      event.data().map(OutgoingEvent.Payload::json).orElse(null)
    };
  }
}
