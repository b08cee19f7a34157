package dev.canary.format;

import java.nio.file.Path;

/**
 * The text of one file.
 *
 * @param path where it lies
 * @param name as problems name it
 * @param text without a byte order mark
 */
record Source(Path path, String name, String text) {
  /** The line, from 1, of a position in the text. */
  int lineOf(int position) {
    return lineIn(text, position);
  }

  static int lineIn(CharSequence text, int position) {
    int line = 1;
    for (int i = 0; i < Math.min(position, text.length()); i++) {
      boolean lineFeed = text.charAt(i) == '\n';
      boolean lonelyReturn =
          text.charAt(i) == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n');
      if (lineFeed || lonelyReturn) {
        line++;
      }
    }
    return line;
  }
}
