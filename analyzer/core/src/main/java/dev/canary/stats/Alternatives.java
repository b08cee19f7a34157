package dev.canary.stats;

/** The words for alternatives in the names of tests. */
final class Alternatives {

  private Alternatives() {}

  static String name(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> "two-sided";
      case GREATER -> "greater";
      case LESS -> "less";
    };
  }
}
