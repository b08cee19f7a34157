package dev.canary.notebook;

/**
 * Where a piece begins: the number of its cell in the order of execution, and the line there, from
 * 1.
 */
record Place(int cell, int line) {

  static Place of(int cell, String text, Piece piece) {
    return new Place(cell, lineAt(text, piece.start()));
  }

  /** The line of a position, from 1. */
  static int lineAt(String text, int position) {
    return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
