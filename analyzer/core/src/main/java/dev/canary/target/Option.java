package dev.canary.target;

import java.util.List;

/**
 * One setting under {@code target} in suite.yaml that a kind of target understands.
 *
 * @param key with the keys above it, as in {@code timeouts.connect}
 * @param kind what its value must be
 * @param words the words that are allowed, for {@link Kind#WORD}; for {@link Kind#HEADERS} the
 *     names that are not, in lower case; {@code *} stands for any beginning or end
 */
public record Option(String key, Kind kind, List<String> words) {
  /** What a value must be, and the text it arrives as in the options of a target. */
  public enum Kind {
    /** Any text, number or word, as it is spelled. */
    TEXT,
    /** A list of texts; arrives joined by commas. */
    TEXTS,
    /** One of some words. */
    WORD,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A whole number from 1 on. */
    COUNT,
    /** A number above 0. */
    POSITIVE,
    /** A duration like {@code 200ms}; arrives as ISO-8601, as in {@code PT0.2S}. */
    DURATION,
    /** A size like {@code 64MiB}; arrives as a number of bytes. */
    SIZE,
    /** {@code ${env:NAME}} or {@code ${file:PATH}}, arrives unresolved; never shown. */
    SECRET,
    /** Names and values of headers, plain text; arrives as {@link Headers#text}. */
    HEADERS,
    /** Any value; arrives as JSON. */
    JSON
  }

  public Option {
    words = List.copyOf(words);
  }

  /** An option of this kind. */
  public static Option of(String key, Kind kind) {
    return new Option(key, kind, List.of());
  }

  /** An option that is one of these words. */
  public static Option word(String key, List<String> words) {
    return new Option(key, Kind.WORD, words);
  }

  /** An option that holds headers, of which none may have these names. */
  public static Option headers(String key, List<String> reserved) {
    return new Option(key, Kind.HEADERS, reserved);
  }
}
