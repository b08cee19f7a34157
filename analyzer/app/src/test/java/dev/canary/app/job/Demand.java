package dev.canary.app.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a table of demands, and what became of them. */
final class Demand {
  private Demand() {}

  /**
   * A row.
   *
   * @param number from 1
   * @param given beside what holds for all
   * @param when of each replica, what it does run by run
   * @param expected what is to become of it
   * @param exitCode of {@code canary run} by then
   */
  record Row(
      int number,
      String demand,
      String given,
      List<List<String>> when,
      Outcome expected,
      int exitCode) {
    String watch() {
      return "row-" + number;
    }

    /** What a replica does in a run; what it did last after its story. */
    String when(int replica, int run) {
      List<String> story = when.get(replica);
      return story.get(Math.min(run, story.size() - 1));
    }

    int runs() {
      return when.get(0).size();
    }

    @Override
    public String toString() {
      return demand;
    }
  }

  /** What the events said, and then the health route. */
  record Outcome(String then, String health) {
    static final Outcome NONE = new Outcome("", "");
  }

  static List<Row> read(String table) {
    List<Row> rows = new ArrayList<>();
    List<String> lines = table.lines().skip(1).toList();
    for (String line : lines) {
      String[] cells =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      rows.add(
          new Row(
              rows.size() + 1,
              cells[0],
              cells[1],
              Arrays.stream(cells[2].split("/")).map(Demand::story).toList(),
              new Outcome(cells[3], cells[4]),
              Integer.parseInt(cells[5])));
    }
    return rows;
  }

  private static List<String> story(String text) {
    List<String> runs = new ArrayList<>();
    for (String each : text.strip().split(", ", -1)) {
      String[] words = each.split(" x", -1);
      int times = words.length == 2 ? Integer.parseInt(words[1]) : 1;
      for (int i = 0; i < times; i++) {
        runs.add(words[0]);
      }
    }
    return runs;
  }
}
