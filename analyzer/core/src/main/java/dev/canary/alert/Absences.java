package dev.canary.alert;

import dev.canary.check.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notices which watches have fallen silent, for somebody who only hears of their runs: where the
 * daemon itself is dead, nobody else can tell.
 */
public final class Absences {
  private final Map<String, Last> watches = new LinkedHashMap<>();

  /**
   * The last run that was heard of.
   *
   * @param due when it was due
   * @param staleAfter how long after it the watch counts as silent
   * @param told true once its silence was told
   */
  private record Last(Instant due, Duration staleAfter, boolean told) {
    private boolean isSilent(Instant now) {
      return Duration.between(due, now).compareTo(staleAfter) >= 0;
    }
  }

  /** A run of a watch was heard of; an older one than the last changes nothing. */
  public void ran(String watch, Instant due, Duration staleAfter) {
    watches.merge(
        watch,
        new Last(due, staleAfter, false),
        (before, now) -> now.due().isAfter(before.due()) ? now : before);
  }

  /** A watch was removed: nobody waits for it any more. */
  public void removed(String watch) {
    watches.remove(watch);
  }

  /** What is to be told now: one {@link Transition.Kind#STALE} for each watch that fell silent. */
  public Map<String, Transition> passed(Instant now) {
    Map<String, Transition> silent = new LinkedHashMap<>();
    watches.replaceAll(
        (watch, last) -> {
          if (last.told() || !last.isSilent(now)) {
            return last;
          }
          silent.put(watch, stale(watch, last.due(), now));
          return new Last(last.due(), last.staleAfter(), true);
        });
    return silent;
  }

  /** As the alert machine tells it where the daemon lives, under the same id of the alert. */
  private static Transition stale(String watch, Instant due, Instant now) {
    return new Transition(
        Transition.Kind.STALE,
        watch + "!stale!" + due,
        now,
        Severity.WARN,
        List.of(),
        due,
        Optional.empty(),
        "no run since " + due,
        List.of());
  }
}
