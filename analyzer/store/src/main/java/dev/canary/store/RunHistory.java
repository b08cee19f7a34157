package dev.canary.store;

import dev.canary.verdict.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/** The recorded runs, for those who ask afterwards; newest first, in the order of recording. */
public final class RunHistory {
  private static final String SELECT =
      "select run.*, observations.run_seq as kept from run"
          + " left join observations on observations.run_seq = run.seq ";

  private static final String NEWEST = " order by run.seq desc limit :atMost";

  /** The ids of smoke runs tell that they are. */
  private static final String GOLDEN =
      "where run.watch = :watch and run.confirms_run is null and run.id not like '%+smoke'";

  private static final int CANDIDATES = 10;

  private final Database database;

  RunHistory(Database database) {
    this.database = database;
  }

  /** The run of exactly this id. */
  public Optional<StoredRun> byId(String id) {
    return ask(handle ->
            runs(handle.createQuery(SELECT + "where id = :id").bind("id", id)).stream())
        .findFirst();
  }

  /** The run of this id or, without one, the only run whose id begins or ends like this. */
  public RunLookup find(String idOrPart) {
    Optional<StoredRun> exact = byId(idOrPart);
    if (exact.isPresent()) {
      return new RunLookup.Found(exact.get());
    }
    List<StoredRun> candidates = beginningOrEndingWith(idOrPart);
    return switch (candidates.size()) {
      case 0 -> new RunLookup.Absent();
      case 1 -> new RunLookup.Found(candidates.get(0));
      default -> new RunLookup.Ambiguous(candidates.stream().map(StoredRun::id).toList());
    };
  }

  /** The newest run of a watch that counts: confirming replays are passed over. */
  public Optional<StoredRun> latestOf(String watch) {
    String sql = SELECT + "where run.watch = :watch and run.confirms_run is null" + NEWEST;
    return ask(handle -> runs(handle.createQuery(sql).bind("watch", watch).bind("atMost", 1)))
        .stream()
        .findFirst();
  }

  /** The newest run of a watch that sent its whole suite and counts. */
  public Optional<StoredRun> latestGoldenOf(String watch) {
    return goldenOf(watch, 1).stream().findFirst();
  }

  /** The newest runs of a watch that sent its whole suite and count. */
  public List<StoredRun> goldenOf(String watch, int atMost) {
    return ask(
        handle ->
            runs(
                handle
                    .createQuery(SELECT + GOLDEN + NEWEST)
                    .bind("watch", watch)
                    .bind("atMost", atMost)));
  }

  /** The newest golden run of a watch that was healthy and began before an instant. */
  public Optional<StoredRun> latestHealthyBefore(String watch, Instant before) {
    String sql =
        SELECT + GOLDEN + " and run.verdict = 'HEALTHY' and run.started_at < :before" + NEWEST;
    return ask(
            handle ->
                runs(
                    handle
                        .createQuery(sql)
                        .bind("watch", watch)
                        .bind("before", Nanos.of(before))
                        .bind("atMost", 1)))
        .stream()
        .findFirst();
  }

  /** The newest runs of a watch, confirming replays among them. */
  public List<StoredRun> recentOf(String watch, int atMost) {
    String sql = SELECT + "where run.watch = :watch" + NEWEST;
    return ask(handle -> runs(handle.createQuery(sql).bind("watch", watch).bind("atMost", atMost)));
  }

  /** The newest runs of all watches, confirming replays among them. */
  public List<StoredRun> recent(int atMost) {
    return ask(handle -> runs(handle.createQuery(SELECT + NEWEST).bind("atMost", atMost)));
  }

  /** A run's observations as they were given; nothing when retention has deleted them. */
  public Optional<byte[]> observations(String id) {
    String sql =
        "select content from observations where run_seq = (select seq from run where id = :id)";
    return ask(
        handle ->
            handle
                .createQuery(sql)
                .bind("id", id)
                .map((row, context) -> row.getBytes(1))
                .findOne());
  }

  /**
   * What a run's step of evidence was made of, as it was given; nothing when it made none or its
   * observations are deleted.
   */
  public Optional<double[]> evidenceInput(String id) {
    String sql =
        "select evidence_input from observations"
            + " where run_seq = (select seq from run where id = ?) and evidence_input is not null";
    return database
        .read(
            connection ->
                Sql.query(connection, sql, row -> Doubles.ofDeflated(row.getBytes(1)), id))
        .stream()
        .findFirst();
  }

  private List<StoredRun> beginningOrEndingWith(String part) {
    String sql =
        SELECT
            + "where length(id) >= :length and (substr(id, 1, :length) = :part"
            + " or substr(id, length(id) - :length + 1) = :part)"
            + NEWEST;
    int length = part.codePointCount(0, part.length());
    return ask(
        handle ->
            runs(
                handle
                    .createQuery(sql)
                    .bind("part", part)
                    .bind("length", length)
                    .bind("atMost", CANDIDATES)));
  }

  private <T> T ask(Function<Handle, T> question) {
    return database.read(
        connection -> {
          try (Handle handle = Jdbi.create(connection).open()) {
            return question.apply(handle);
          } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException failure) {
              throw failure;
            }
            throw e;
          }
        });
  }

  private static List<StoredRun> runs(Query query) {
    return query.map((row, context) -> run(row)).list();
  }

  private static StoredRun run(ResultSet row) throws SQLException {
    return new StoredRun(
        row.getString("id"),
        row.getString("watch"),
        row.getString("suite"),
        Nanos.toInstant(row.getLong("started_at")),
        Duration.ofNanos(row.getLong("duration_nanos")),
        Sql.word(Verdict.Level.class, row, "verdict"),
        row.getString("model_version"),
        Optional.ofNullable(row.getString("baseline_digest")),
        row.getString("summary"),
        Optional.ofNullable(row.getString("confirms_run")),
        row.getObject("kept") == null);
  }
}
