package dev.canary.app.web;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evidence against what an alert takes, over six decades: evidence multiplies, so that each decade
 * is a step of the same weight.
 *
 * @param text in numbers
 * @param percent of the bar that is filled
 * @param state the class of its style
 */
record Bar(String text, String percent, String state) {
  private static final double DECADES = 6;
  private static final double NEAR = 50;
  private static final double FULL = 100;

  static Optional<Bar> of(OptionalDouble evidence, OptionalDouble threshold) {
    if (evidence.isEmpty() || threshold.isEmpty()) {
      return Optional.empty();
    }
    double below = Math.log10(threshold.getAsDouble() / evidence.getAsDouble());
    double percent = Math.max(0, Math.min(FULL, FULL * (1 - below / DECADES)));
    String text =
        Show.decades(evidence.getAsDouble()) + " of " + Show.decades(threshold.getAsDouble());
    String state = percent >= FULL ? "full" : percent > NEAR ? "near" : "calm";
    return Optional.of(new Bar(text, String.format(Locale.ROOT, "%.1f", percent), state));
  }
}
