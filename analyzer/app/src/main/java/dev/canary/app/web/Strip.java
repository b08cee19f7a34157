package dev.canary.app.web;

import dev.canary.verdict.Verdict.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The last runs in a row, the newest at the right.
 *
 * @param label all of it in words, for who does not see it
 * @param width of the picture
 * @param from where the oldest of them stands in it
 */
record Strip(String label, int width, int from, List<Cell> cells) {
  private static final int MOST = 30;
  private static final int STEP = 10;

  /** One run. */
  record Cell(int x, String shape, String title) {}

  /**
   * Of runs.
   *
   * @param ticks newest first
   */
  static Strip of(List<Tick> ticks) {
    List<Tick> shown = ticks.subList(0, Math.min(MOST, ticks.size()));
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Tick tick = shown.get(i);
      Sign sign = Sign.of(tick.level());
      String title = sign.word() + ", " + Show.time(tick.startedAt());
      cells.add(new Cell((MOST - 1 - i) * STEP, sign.shape(), title));
    }
    return new Strip(label(shown), MOST * STEP, (MOST - shown.size()) * STEP, cells);
  }

  private static String label(List<Tick> shown) {
    String counts =
        Arrays.stream(Level.values())
            .filter(level -> shown.stream().anyMatch(tick -> tick.level() == level))
            .map(
                level ->
                    shown.stream().filter(tick -> tick.level() == level).count()
                        + " "
                        + Show.words(level.name()))
            .collect(Collectors.joining(", "));
    return shown.isEmpty() ? "No runs yet" : "The last runs: " + counts;
  }
}
