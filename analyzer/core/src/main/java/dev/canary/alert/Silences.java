package dev.canary.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The silences that are, and that were.
 *
 * @param all of any watch
 */
public record Silences(List<Silence> all) {
  /** None. */
  public static final Silences NONE = new Silences(List.of());

  private static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

  public Silences {
    all = List.copyOf(all);
  }

  /** The silence that holds for a watch; of several the one that ends last. */
  public Optional<Silence> covers(String watch, Instant at) {
    return all.stream()
        .filter(silence -> silence.covers(watch, at))
        .max(Comparator.comparing(Silence::until));
  }

  /**
   * By what the alerts of a watch live at an instant: while a silence holds, nobody is reminded of
   * anything. Who was told of an alert under a silence was not told: when the silence is over and
   * the alert is still open, it is told at once.
   */
  public AlertRules rules(AlertRules rules, AlertState state, Instant at) {
    if (covers(rules.watch(), at).isPresent()) {
      return rules.remindingEvery(NEVER);
    }
    return state
        .alert()
        .flatMap(alert -> covers(rules.watch(), alert.toldAt()))
        .map(rules::after)
        .orElse(rules);
  }
}
