package dev.canary.store;

import dev.canary.alert.Alert;
import dev.canary.alert.AlertState;
import dev.canary.alert.AlertState.Stretch;
import dev.canary.alert.Ascent;
import dev.canary.alert.Recent;
import dev.canary.alert.Transition;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The alerts of each watch, under an optimistic lock, and what happened to them. */
final class AlertTable {
  private static final String COLUMNS =
      "format, told, fine, fine_since, last_at, stale, since, runs, alert, severity, causes,"
          + " opened_at, told_at, over_runs, peak, calm, acknowledged_by, acknowledged_note";

  private static final String SELECT =
      "select " + COLUMNS + ", lock_version from alert_state where watch = ?";

  private static final String INSERT =
      "insert into alert_state ("
          + COLUMNS
          + ", watch, lock_version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
          + " on conflict (watch) do nothing";

  private static final String UPDATE =
      "update alert_state set "
          + COLUMNS.replaceAll("(\\w+)", "$1 = ?")
          + ", lock_version = lock_version + 1 where watch = ? and lock_version = ?";

  private static final String LOG =
      "insert into alert_transition (id, watch, alert, kind, at, severity, summary)"
          + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing";

  private static final String HISTORY =
      "select id, watch, alert, kind, at, severity, summary from alert_transition ";

  private static final String NEWEST = " order by seq desc limit ?";

  private static final String OPEN =
      "select "
          + COLUMNS
          + ", watch, lock_version from alert_state where alert is not null or stale <> 0"
          + " order by coalesce(opened_at, last_at), watch";

  private AlertTable() {}

  static StoredAlerts of(Connection connection, String watch) throws SQLException {
    return Sql.query(connection, SELECT, AlertTable::row, watch).stream()
        .findFirst()
        .orElse(StoredAlerts.NONE);
  }

  /** What happened last to the alerts of a watch, the newest first. */
  static List<StoredTransition> history(Connection connection, String watch, int atMost)
      throws SQLException {
    String sql = HISTORY + "where watch = ?" + NEWEST;
    return Sql.query(connection, sql, AlertTable::transition, watch, atMost);
  }

  /** What happened last to the alerts of any watch, the newest first. */
  static List<StoredTransition> history(Connection connection, int atMost) throws SQLException {
    return Sql.query(connection, HISTORY + NEWEST, AlertTable::transition, atMost);
  }

  /** The life of one alert, its beginning first. */
  static List<StoredTransition> life(Connection connection, String watch, String alert)
      throws SQLException {
    String sql = HISTORY + "where watch = ? and alert = ? order by seq";
    return Sql.query(connection, sql, AlertTable::transition, watch, alert);
  }

  /** What stands against watches; the oldest first. */
  static Map<String, Alert> open(Connection connection) throws SQLException {
    Map<String, Alert> open = new LinkedHashMap<>();
    Sql.query(connection, OPEN, row -> Map.entry(row.getString("watch"), row(row).state()))
        .forEach(
            each ->
                each.getValue()
                    .standing(each.getKey())
                    .ifPresent(alert -> open.put(each.getKey(), alert)));
    return open;
  }

  /** When the newest run of any watch was due. */
  static Optional<Instant> newest(Connection connection) throws SQLException {
    String sql =
        "select last_at from alert_state where last_at is not null order by last_at desc limit 1";
    return Sql.query(connection, sql, row -> Nanos.toInstant(row.getLong(1))).stream().findFirst();
  }

  /**
   * Writes a step over what it was made from.
   *
   * @throws StaleStateException when something else is stored
   */
  static void write(Connection connection, String watch, AlertRecord step) throws SQLException {
    if (step.isNothing()) {
      return;
    }
    List<@Nullable Object> row = values(step.state());
    row.add(watch);
    boolean first = step.readBefore().lockVersion() == 0;
    if (!first) {
      row.add(step.readBefore().lockVersion());
    }
    if (Sql.update(connection, first ? INSERT : UPDATE, row.toArray()) == 0) {
      throw new StaleStateException(watch);
    }
    log(connection, watch, step);
  }

  /**
   * Keeps what happened in the last step, and nothing of where the alerts stood.
   *
   * @throws StaleStateException when something else is stored than what it was made from
   */
  static void forget(Connection connection, String watch, AlertRecord last) throws SQLException {
    String sql = "delete from alert_state where watch = ? and lock_version = ?";
    if (Sql.update(connection, sql, watch, last.readBefore().lockVersion()) == 0) {
      throw new StaleStateException(watch);
    }
    log(connection, watch, last);
  }

  private static void log(Connection connection, String watch, AlertRecord step)
      throws SQLException {
    for (StoredTransition each : step.transitions()) {
      Sql.update(
          connection,
          LOG,
          each.id(),
          watch,
          each.alert(),
          each.kind().name(),
          Nanos.of(each.at()),
          each.severity().name(),
          each.summary());
    }
  }

  private static List<@Nullable Object> values(AlertState state) {
    Recent recent = state.recent();
    Optional<Stretch> stretch = state.stretch();
    Optional<Alert> alert = state.alert();
    List<@Nullable Object> row = new ArrayList<>();
    row.add(AlertState.FORMAT);
    row.add(recent.told());
    row.add(recent.fine());
    row.add(nanos(recent.fineSince()));
    row.add(nanos(recent.lastAt()));
    row.add(recent.stale() ? 1 : 0);
    row.add(nanos(stretch.map(Stretch::since)));
    row.add(stretch.map(Stretch::runs).orElse(null));
    row.add(alert.map(Alert::id).orElse(null));
    row.add(alert.map(a -> a.severity().name()).orElse(null));
    row.add(alert.map(AlertTable::causes).orElse(null));
    row.add(nanos(alert.map(Alert::openedAt)));
    row.add(nanos(alert.map(Alert::toldAt)));
    row.add(alert.map(a -> a.ascent().runs()).orElse(null));
    row.add(alert.map(a -> a.ascent().peak()).orElse(null));
    row.add(alert.map(a -> a.ascent().calm()).orElse(null));
    row.add(alert.flatMap(Alert::acknowledgedBy).orElse(null));
    row.add(alert.flatMap(Alert::note).orElse(null));
    return row;
  }

  private static String causes(Alert alert) {
    return alert.causes().stream().map(Cause::name).collect(Collectors.joining(" "));
  }

  private static @Nullable Long nanos(Optional<Instant> instant) {
    return instant.map(Nanos::of).orElse(null);
  }

  private static StoredAlerts row(ResultSet row) throws SQLException {
    Recent recent =
        new Recent(
            row.getString("told"),
            row.getInt("fine"),
            instant(row, "fine_since"),
            instant(row, "last_at"),
            row.getInt("stale") != 0);
    Optional<Instant> since = instant(row, "since");
    Optional<Stretch> stretch =
        since.isPresent()
            ? Optional.of(new Stretch(since.get(), row.getInt("runs")))
            : Optional.empty();
    Optional<Alert> alert =
        row.getString("alert") == null ? Optional.empty() : Optional.of(alert(row));
    return new StoredAlerts(new AlertState(recent, stretch, alert), row.getLong("lock_version"));
  }

  private static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        row.getString("alert"),
        Sql.word(Severity.class, row, "severity"),
        Arrays.stream(row.getString("causes").split(" ", -1))
            .filter(cause -> !cause.isEmpty())
            .map(Cause::valueOf)
            .toList(),
        instant(row, "opened_at").orElseThrow(),
        instant(row, "told_at").orElseThrow(),
        new Ascent(row.getInt("over_runs"), row.getDouble("peak"), row.getInt("calm")),
        Optional.ofNullable(row.getString("acknowledged_by")),
        Optional.ofNullable(row.getString("acknowledged_note")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Nanos.toInstant(nanos));
  }

  /** A row of the transitions. */
  static StoredTransition transition(ResultSet row) throws SQLException {
    return new StoredTransition(
        row.getString("id"),
        row.getString("watch"),
        row.getString("alert"),
        Sql.word(Transition.Kind.class, row, "kind"),
        Nanos.toInstant(row.getLong("at")),
        Sql.word(Severity.class, row, "severity"),
        row.getString("summary"));
  }
}
