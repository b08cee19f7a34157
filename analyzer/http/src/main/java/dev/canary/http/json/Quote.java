package dev.canary.http.json;

/** A piece of what a server sent, for a message of one line. */
public final class Quote {
  private static final int START = 80;
  private static final int LINE = 300;

  private Quote() {}

  /** The first {@value #START} characters, with blanks in the place of line ends. */
  public static String start(String text) {
    return first(START, text);
  }

  /** The first {@value #LINE} characters, with blanks in the place of line ends. */
  public static String line(String text) {
    return first(LINE, text);
  }

  private static String first(int longest, String text) {
    int end = text.offsetByCodePoints(0, Math.min(longest, text.codePointCount(0, text.length())));
    String first = text.substring(0, end).replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    return end < text.length() ? first + "..." : first;
  }
}
