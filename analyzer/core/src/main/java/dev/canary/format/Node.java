package dev.canary.format;

import java.util.List;
import java.util.Map;

/** A part of a YAML or JSON file with the line it starts in; types are decided by who reads it. */
public sealed interface Node {
  /** The line, from 1. */
  int line();

  /** The part as an error message shows it. */
  String found();

  /** How a scalar was written, which limits what it may be read as. */
  enum Style {
    /** YAML without quotes: text, a number or a word, as its place expects. */
    PLAIN,
    /** In quotes: text and nothing else. */
    QUOTED,
    /** A number of JSON. */
    NUMBER,
    /** {@code true}, {@code false} or {@code null} of JSON. */
    WORD
  }

  /** A single value. */
  record Scalar(int line, String text, Style style) implements Node {
    private static final int SHOWN = 80;

    @Override
    public String found() {
      String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
      boolean bare = style != Style.QUOTED && (Scalars.isNumber(text) || Scalars.isWord(text));
      return bare ? shown : '"' + shown.replace("\n", "\\n").replace("\r", "\\r") + '"';
    }

    /** True for YAML's and JSON's null, which an empty YAML value is, too. */
    boolean isNull() {
      return switch (style) {
        case PLAIN -> text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null");
        case WORD -> text.equals("null");
        case QUOTED, NUMBER -> false;
      };
    }

    /** True if the value may be read as text. */
    boolean isText() {
      return style == Style.QUOTED || (style == Style.PLAIN && !isNull());
    }
  }

  /** A list. */
  record Items(int line, List<Node> items) implements Node {
    @Override
    public String found() {
      return "a list of " + items.size();
    }
  }

  /** A map from keys to values, in the order of the file; a key given twice is a problem before. */
  record Entries(int line, Map<String, Entry> entries) implements Node {
    @Override
    public String found() {
      return "a map of " + entries.size();
    }
  }

  /** A value of a map and the line of its key. */
  record Entry(int line, Node value) {}

  /** A JSON array under the key {@code data}, kept flat because it may be long. */
  record Data(int line, Leaves leaves) implements Node {
    @Override
    public String found() {
      return "a list of " + leaves.size();
    }
  }
}
