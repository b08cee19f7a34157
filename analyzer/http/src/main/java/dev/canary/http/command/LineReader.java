package dev.canary.http.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Splits a stream into lines, and takes no more memory for one than it may have. */
final class LineReader {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int maxLine;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;

  /**
   * @param maxLine the longest line, in bytes
   */
  LineReader(InputStream in, int maxLine) {
    this.in = in;
    this.maxLine = maxLine;
  }

  /** The next line that holds more than blanks, that there is none, or that it is too long. */
  Child.Event next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (from == to && !fill()) {
        return isBlank(line) ? new Child.Event.End() : new Child.Event.Line(line.toByteArray());
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (line.size() + end - from > maxLine) {
        return new Child.Event.TooLong();
      }
      line.write(buffer, from, end - from);
      from = Math.min(end + 1, to);
      if (end < to) {
        if (!isBlank(line)) {
          return new Child.Event.Line(line.toByteArray());
        }
        line.reset();
      }
    }
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  /** Looks only into what is short: a long run of blanks is noise. */
  private static boolean isBlank(ByteArrayOutputStream line) {
    return line.size() < 100 && line.toString(StandardCharsets.UTF_8).isBlank();
  }
}
