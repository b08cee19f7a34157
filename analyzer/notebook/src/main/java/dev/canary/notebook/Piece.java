package dev.canary.notebook;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * One declaration, statement or expression of a cell: what JShell takes at a time.
 *
 * @param start where its source begins in the cell
 * @param source without the white space before it; a semicolon that only JShell needs is not added
 */
record Piece(int start, String source, Completeness completeness) {

  /** The pieces of a cell in order; only the last can be incomplete or beyond understanding. */
  static List<Piece> of(String cell, SourceCodeAnalysis analysis) {
    List<Piece> pieces = new ArrayList<>();
    int start = skipBlanks(cell, 0);
    while (start < cell.length()) {
      CompletionInfo info = analysis.analyzeCompletion(cell.substring(start));
      if (info.completeness() == Completeness.EMPTY) {
        break;
      }
      int end =
          info.completeness().isComplete()
              ? cell.length() - info.remaining().length()
              : cell.length();
      pieces.add(new Piece(start, cell.substring(start, end), info.completeness()));
      start = skipBlanks(cell, end);
    }
    return pieces;
  }

  private static int skipBlanks(String cell, int from) {
    int at = from;
    while (at < cell.length() && Character.isWhitespace(cell.charAt(at))) {
      at++;
    }
    return at;
  }

  /** What JShell evaluates. */
  String toEvaluate() {
    return completeness == Completeness.COMPLETE_WITH_SEMI ? source.stripTrailing() + ";" : source;
  }

  /** An expression that ends in a semicolon is a statement: its value is not wanted. */
  boolean wantsValue() {
    return !source.stripTrailing().endsWith(";");
  }

  boolean isIncomplete() {
    return completeness == Completeness.DEFINITELY_INCOMPLETE
        || completeness == Completeness.CONSIDERED_INCOMPLETE;
  }
}
