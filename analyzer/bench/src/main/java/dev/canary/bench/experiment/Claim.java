package dev.canary.bench.experiment;

/**
 * A bound that a figure must keep.
 *
 * @param what the figure
 * @param measured its value
 * @param side where it must lie
 * @param bound of what
 */
record Claim(String what, double measured, Side side, double bound) {
  /** On which side of its bound a figure must lie. */
  enum Side {
    /** Not above it. */
    AT_MOST,
    /** Beyond it. */
    ABOVE
  }

  boolean holds() {
    return switch (side) {
      case AT_MOST -> measured <= bound;
      case ABOVE -> measured > bound;
    };
  }

  @Override
  public String toString() {
    String sign = side == Side.AT_MOST ? "<=" : ">";
    return "%-6s %s: %.4g %s %.4g"
        .formatted(holds() ? "holds" : "FAILS", what, measured, sign, bound);
  }
}
