package dev.canary.notebook;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.jshell.Diag;

/** The compiler's complaints about a piece, with the lines and positions of its cell. */
final class Complaint {

  private Complaint() {}

  static List<String> of(String cell, Piece piece, List<Diag> diagnostics) {
    return diagnostics.stream()
        .filter(Diag::isError)
        .flatMap(d -> lines(cell, piece.start() + (int) d.getPosition(), reason(d)))
        .toList();
  }

  private static Stream<String> lines(String cell, int wanted, String reason) {
    int position = Math.max(0, Math.min(wanted, cell.length()));
    int begin = cell.lastIndexOf('\n', position - 1) + 1;
    int end = cell.indexOf('\n', position);
    return Stream.of(
        "line " + Place.lineAt(cell, position) + ": " + reason,
        "    " + cell.substring(begin, end < 0 ? cell.length() : end),
        "    " + " ".repeat(position - begin) + "^");
  }

  /** In one line, without the class that JShell wraps around each piece. */
  private static String reason(Diag diagnostic) {
    return diagnostic
        .getMessage(Locale.ROOT)
        .lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .filter(line -> !line.equals("location: class"))
        .reduce((a, b) -> a + ", " + b)
        .orElse("does not compile");
  }
}
