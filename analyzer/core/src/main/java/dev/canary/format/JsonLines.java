package dev.canary.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads a file of one JSON value a line. A line that is not JSON is a problem, and reading goes on
 * with the next.
 */
final class JsonLines {
  private final Reading reading;
  private final Source source;
  private final char[] chars;
  private int offset;
  private int line = 1;

  private JsonLines(Reading reading, Source source) {
    this.reading = reading;
    this.source = source;
    this.chars = source.text().toCharArray();
  }

  /** Hands the value of each line that is not blank to the consumer. */
  static void read(Reading reading, Source source, Consumer<Node> values) {
    new JsonLines(reading, source).readAll(values);
  }

  private void readAll(Consumer<Node> values) {
    skipBlanks();
    while (offset < chars.length) {
      // One parser for all good lines: one per line costs twice the time of a cold start.
      try (JsonParser parser = Json.FACTORY.createParser(chars, offset, chars.length - offset)) {
        readWith(parser, values);
      } catch (JsonProcessingException e) {
        reading.problem(source.name(), line, JsonTree.message(e), "");
        skipLine();
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory cannot fail", e);
      }
    }
  }

  private void readWith(JsonParser parser, Consumer<Node> values) throws IOException {
    int start = offset;
    int linesBefore = line - 1;
    int lastLine = 0;
    while (offset < chars.length) {
      parser.nextToken();
      if (line == lastLine) {
        reading.problem(source.name(), line, "a second value stands in the line", "one a line");
      }
      lastLine = line;
      Node value = new JsonTree(reading, source.name(), parser, line).value();
      values.accept(value);
      JsonLocation end = parser.currentLocation();
      offset = start + (int) end.getCharOffset();
      line = linesBefore + end.getLineNr();
      if (line != lastLine && !(value instanceof Node.Scalar)) {
        String found = "the value goes on to line " + line;
        reading.problem(source.name(), lastLine, found, "one value a line");
      }
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (offset < chars.length && " \t\r\n".indexOf(chars[offset]) >= 0) {
      skipOne();
    }
  }

  private void skipLine() {
    int broken = line;
    while (offset < chars.length && line == broken) {
      skipOne();
    }
    skipBlanks();
  }

  private void skipOne() {
    char c = chars[offset++];
    boolean halfOfPair = c == '\r' && offset < chars.length && chars[offset] == '\n';
    if (c == '\n' || (c == '\r' && !halfOfPair)) {
      line++;
    }
  }
}
