package dev.canary.http;

/** A piece of what a server sent, for a message of one line. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** The first {@value #LONGEST} characters, with blanks in the place of line ends. */
  static String start(String text) {
    int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    String first = text.substring(0, end).replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    return end < text.length() ? first + "..." : first;
  }
}
