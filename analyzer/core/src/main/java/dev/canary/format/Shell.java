package dev.canary.format;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Commands that people copy into a shell. */
public final class Shell {
  private Shell() {}

  /**
   * A command line on which every word is what it says: quoted where a shell reads something else,
   * as in {@code canary explain 'loans!2026-01-31T12:00:00Z'}, of which an interactive one would
   * take a part for its history.
   */
  public static String line(String... words) {
    return Arrays.stream(words).map(Shell::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
