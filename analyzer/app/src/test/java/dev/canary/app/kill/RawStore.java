package dev.canary.app.kill;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands in a store, read by plain SQL: none of the code under test. */
record RawStore(List<Run> runs, List<Event> events) {

  /** A run as it was recorded. */
  record Run(String id, String watch, Optional<String> confirms, String summary) {}

  /** An event of the outbox, delivered or not. */
  record Event(
      String id, String topic, String subject, String key, String data, boolean delivered) {
    /** The topic's name on the broker. */
    String topicName() {
      return "canary." + topic.toLowerCase(java.util.Locale.ROOT) + ".v1";
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
      return new RawStore(runs, events);
    }
  }

  /** The events that wait. */
  List<Event> waiting() {
    return events.stream().filter(event -> !event.delivered()).toList();
  }
}
