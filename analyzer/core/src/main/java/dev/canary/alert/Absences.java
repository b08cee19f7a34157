package dev.canary.alert;

import dev.canary.check.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Notices which watches have fallen silent, for somebody who only hears of their runs: where the
 * daemon itself is dead, nobody else can tell.
 */
public final class Absences {
  private final Map<String, Last> watches = new LinkedHashMap<>();

  /** What stands in the id of an alert that runs stay away, between the watch and its last run. */
  public static final String MARK = "!stale!";

  /** So long whoever sends may lag behind: what was held up comes one after the other. */
  private static final Duration LAG = Duration.ofSeconds(30);

  /**
   * The last run that was heard of.
   *
   * @param due when it was due
   * @param heardAt when it was heard of
   * @param staleAfter how long after it the watch counts as silent
   * @param told true once its silence was told
   */
  private record Last(Instant due, Instant heardAt, Duration staleAfter, boolean told) {
    private boolean isSilent(Instant now) {
      Duration lag = LAG.compareTo(staleAfter) < 0 ? LAG : staleAfter;
      return Duration.between(due, now).compareTo(staleAfter) >= 0
          && Duration.between(heardAt, now).compareTo(lag) >= 0;
    }
  }

  /**
   * A run of a watch was heard of; an older one than the last changes nothing. One that was heard
   * of late is waited after for half a minute, since the next may be late, too.
   */
  public void ran(String watch, Instant due, Duration staleAfter, Instant heardAt) {
    watches.merge(
        watch,
        new Last(due, heardAt, staleAfter, false),
        (before, now) -> now.due().isAfter(before.due()) ? now : before);
  }

  /** A watch was removed: nobody waits for it any more. */
  public void removed(String watch) {
    watches.remove(watch);
  }

  /**
   * What is to be told now: one {@link Transition.Kind#STALE} for each watch that fell silent.
   *
   * @param open the alert of a watch that is open, if one is
   */
  public Map<String, Transition> passed(Instant now, Function<String, Optional<Alert>> open) {
    Map<String, Transition> silent = new LinkedHashMap<>();
    watches.replaceAll(
        (watch, last) -> {
          if (last.told() || !last.isSilent(now)) {
            return last;
          }
          silent.put(watch, stale(watch, open.apply(watch), last.due(), last.staleAfter()));
          return new Last(last.due(), last.heardAt(), last.staleAfter(), true);
        });
    return silent;
  }

  /**
   * That a watch is silent, the same whoever notices it and when: at the instant from which it
   * counts as silent.
   */
  static Transition stale(String watch, Optional<Alert> open, Instant due, Duration staleAfter) {
    return new Transition(
        Transition.Kind.STALE,
        open.map(Alert::id).orElseGet(() -> alert(watch, due)),
        due.plus(staleAfter),
        open.map(Alert::severity).orElse(Severity.WARN),
        open.map(Alert::causes).orElse(List.of()),
        due,
        Optional.empty(),
        Reasons.silent(due),
        List.of());
  }

  /** The alert that a watch is silent, as long as it is. */
  static Alert open(String watch, Instant due) {
    return new Alert(
        alert(watch, due),
        Severity.WARN,
        List.of(),
        due,
        due,
        Ascent.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** The id of the alert that runs stay away. */
  static String alert(String watch, Instant due) {
    return watch + MARK + due;
  }
}
