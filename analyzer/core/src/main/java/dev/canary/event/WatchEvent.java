package dev.canary.event;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event as its consumer has it: the facts that most consumers want, typed, beside the JSON that
 * holds the others.
 *
 * <p>Causes and checks are texts, since later versions may name more of them.
 */
public sealed interface WatchEvent {
  /** The watch that it tells of. */
  String watch();

  /**
   * A run was judged.
   *
   * @param id of the run
   * @param startedAt when its replay began
   * @param json the whole event
   */
  record RunEvent(
      String watch,
      String suite,
      String id,
      Level verdict,
      List<String> causes,
      Instant startedAt,
      String json)
      implements WatchEvent {
    public RunEvent {
      causes = List.copyOf(causes);
    }
  }

  /**
   * A finding of a run deviated or was inconclusive.
   *
   * @param run its id
   * @param verdict of the run
   * @param reason one sentence for people
   * @param json the whole event
   */
  record FindingEvent(
      String watch,
      String suite,
      String run,
      Level verdict,
      String check,
      Optional<String> cause,
      Severity severity,
      String reason,
      String json)
      implements WatchEvent {}

  /**
   * Something happened to an alert.
   *
   * @param alert its id, the same from its opening to its end
   * @param kind what happened
   * @param causes of the alert so far
   * @param since when the first run was due that told of it
   * @param at when it happened
   * @param reason one sentence for people
   * @param explain the command that tells more; empty if no run brought it about
   * @param json the whole event
   */
  record AlertEvent(
      String watch,
      String suite,
      String alert,
      Transition.Kind kind,
      Severity severity,
      List<String> causes,
      Instant since,
      Instant at,
      String reason,
      Optional<String> explain,
      String json)
      implements WatchEvent {
    public AlertEvent {
      causes = List.copyOf(causes);
    }
  }

  /**
   * Where a watch stands.
   *
   * @param run its last one
   * @param at when that began
   * @param alerts the ids of those that are open
   * @param json the whole event
   */
  record StateEvent(
      String watch,
      String suite,
      Level verdict,
      List<String> causes,
      String run,
      Instant at,
      List<String> alerts,
      String json)
      implements WatchEvent {
    public StateEvent {
      causes = List.copyOf(causes);
      alerts = List.copyOf(alerts);
    }
  }

  /** A watch was removed: what was said of its state holds no more. */
  record RemovedEvent(String watch) implements WatchEvent {}
}
