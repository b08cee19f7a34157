package dev.canary.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON into {@link Node}s; arrays under the key {@code data} become {@link Node.Data}. */
final class JsonTree {
  private static final String DATA = "data";

  private final Reading reading;
  private final String file;
  private final JsonParser parser;
  private final int line;

  /**
   * @param line the line of everything that is read, or 0 to ask the parser
   */
  JsonTree(Reading reading, String file, JsonParser parser, int line) {
    this.reading = reading;
    this.file = file;
    this.parser = parser;
    this.line = line;
  }

  /** A file that is one JSON value, or a problem. */
  static Optional<Node> read(Reading reading, Source source) {
    char[] chars = source.text().toCharArray();
    try (JsonParser parser = Json.FACTORY.createParser(chars)) {
      if (parser.nextToken() == null) {
        reading.problem(source.name(), 1, "the file is empty", "");
        return Optional.empty();
      }
      Node node = new JsonTree(reading, source.name(), parser, 0).value();
      if (parser.nextToken() != null) {
        int line = parser.currentTokenLocation().getLineNr();
        reading.problem(source.name(), line, "something follows the end of the JSON value", "");
      }
      return Optional.of(node);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      reading.problem(source.name(), line, message(e), "");
    } catch (IOException e) {
      reading.problem(source.name(), 0, "cannot be read: " + Reading.oneLine(e), "");
    }
    return Optional.empty();
  }

  /** What a parser says of text that is not JSON, in one line. */
  static String message(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    boolean literal = line.startsWith("Non-standard token");
    return "not JSON: " + (literal ? "NaN and Infinity must stand in quotes, as in \"NaN\"" : line);
  }

  static String twice(String key, int firstLine) {
    return "key " + key + " is given twice (first in line " + firstLine + ")";
  }

  /** The value whose first token the parser stands at. */
  Node value() throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> scalar(Node.Style.QUOTED);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Node.Style.NUMBER);
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> scalar(Node.Style.WORD);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private Node scalar(Node.Style style) throws IOException {
    return new Node.Scalar(line(), parser.getText(), style);
  }

  private Node object() throws IOException {
    int start = line();
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      boolean isData = parser.nextToken() == JsonToken.START_ARRAY && key.equals(DATA);
      Node.Entry entry = new Node.Entry(keyLine, isData ? data() : value());
      Node.Entry earlier = entries.putIfAbsent(key, entry);
      if (earlier != null) {
        reading.problem(file, keyLine, twice(key, earlier.line()), "");
      }
    }
    return new Node.Entries(start, entries);
  }

  private Node array() throws IOException {
    int start = line();
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Node.Items(start, items);
  }

  private Node data() throws IOException {
    int start = line();
    Leaves leaves = new Leaves();
    leaves.begin();
    while (leaves.isOpen()) {
      switch (parser.nextToken()) {
        case START_ARRAY -> leaves.begin();
        case END_ARRAY -> leaves.end();
        case VALUE_STRING -> leaf(leaves, Leaves.Kind.TEXT);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> leaf(leaves, Leaves.Kind.NUMBER);
        case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> leaf(leaves, Leaves.Kind.WORD);
        case START_OBJECT -> {
          reading.problem(file, line(), "data holds a map", "numbers, texts, true or false");
          parser.skipChildren();
        }
        case END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalStateException("the parser keeps arrays in order");
      }
    }
    return new Node.Data(start, leaves);
  }

  private void leaf(Leaves leaves, Leaves.Kind kind) throws IOException {
    char[] chars = parser.getTextCharacters();
    leaves.add(kind, chars, parser.getTextOffset(), parser.getTextLength());
  }

  private int line() {
    return line > 0 ? line : parser.currentTokenLocation().getLineNr();
  }
}
