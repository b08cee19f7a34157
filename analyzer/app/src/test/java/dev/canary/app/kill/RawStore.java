package dev.canary.app.kill;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a store, read by plain SQL: none of the code under test.
 *
 * @param runs in the order in which they were recorded
 * @param events of the outbox, in that order
 * @param transitions the ids of what happened to alerts
 * @param counted by watch, how many runs its evidence says that it has counted
 */
record RawStore(
    List<Run> runs, List<Event> events, List<String> transitions, Map<String, Long> counted) {

  /** The place of the number of runs in a state of evidence. */
  private static final int RUNS = 1;

  /** A run as it was recorded. */
  record Run(String id, String watch, Optional<String> confirms, String summary) {}

  /** An event of the outbox, delivered or not. */
  record Event(
      String id, String topic, String subject, String key, String data, boolean delivered) {
    /** The topic's name on the broker. */
    String topicName() {
      return "canary." + topic.toLowerCase(Locale.ROOT) + ".v1";
    }
  }

  /** Reads the store of a workspace. */
  static RawStore ofWorkspace(Path workspace) throws SQLException {
    return read("jdbc:sqlite:" + workspace.resolve(".canary/state.db"));
  }

  /** Reads runs and events in the order in which they were recorded. */
  static RawStore read(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      List<Run> runs = new ArrayList<>();
      try (ResultSet row = statement.executeQuery("select * from run order by seq")) {
        while (row.next()) {
          runs.add(
              new Run(
                  row.getString("id"),
                  row.getString("watch"),
                  Optional.ofNullable(row.getString("confirms_run")),
                  row.getString("summary")));
        }
      }
      List<Event> events = new ArrayList<>();
      try (ResultSet row = statement.executeQuery("select * from outbox order by seq")) {
        while (row.next()) {
          events.add(
              new Event(
                  row.getString("id"),
                  row.getString("topic"),
                  row.getString("subject"),
                  row.getString("event_key"),
                  row.getString("data"),
                  row.getObject("delivered_at") != null));
        }
      }
      List<String> transitions = new ArrayList<>();
      try (ResultSet row = statement.executeQuery("select id from alert_transition")) {
        while (row.next()) {
          transitions.add(row.getString("id"));
        }
      }
      Map<String, Long> counted = new HashMap<>();
      try (ResultSet row = statement.executeQuery("select * from evidence")) {
        while (row.next()) {
          ByteBuffer numbers =
              ByteBuffer.wrap(row.getBytes("numbers")).order(ByteOrder.LITTLE_ENDIAN);
          counted.put(row.getString("watch"), (long) numbers.getDouble(RUNS * Double.BYTES));
        }
      }
      return new RawStore(runs, events, transitions, counted);
    }
  }

  /** The events that wait. */
  List<Event> waiting() {
    return events.stream().filter(event -> !event.delivered()).toList();
  }
}
