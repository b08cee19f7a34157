package dev.canary.format;

/** What a number of a file must satisfy, with the words that say so. */
enum Bounds {
  ANY("a number"),
  NOT_NEGATIVE("a number of at least 0"),
  POSITIVE("a number above 0"),
  SHARE("a number above 0 and at most 1"),
  CHANCE("a number above 0 and below 1"),
  NOT_ZERO("a number other than 0");

  private final String label;

  Bounds(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean holds(double value) {
    return switch (this) {
      case ANY -> true;
      case NOT_NEGATIVE -> value >= 0;
      case POSITIVE -> value > 0;
      case SHARE -> value > 0 && value <= 1;
      case CHANCE -> value > 0 && value < 1;
      case NOT_ZERO -> value != 0;
    };
  }
}
