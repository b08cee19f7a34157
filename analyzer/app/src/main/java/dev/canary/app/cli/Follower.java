package dev.canary.app.cli;

import dev.canary.alert.Absences;
import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Transition;
import dev.canary.event.AlertNews;
import dev.canary.event.Topic;
import dev.canary.format.AlertJson;
import dev.canary.format.HeardRun;
import dev.canary.kafka.ReceivedEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Hands on the events of one topic, and tells by itself when the runs of a watch stay away: a
 * daemon that is dead tells nothing.
 */
final class Follower implements Consumer<ReceivedEvent> {
  /** So long nothing has come before what has come is taken for all there is. */
  private static final Duration CAUGHT_UP = Duration.ofSeconds(2);

  /**
   * A watch that has fallen silent.
   *
   * @param run the last that was heard of
   * @param transition what its alert machine would tell
   */
  record Silent(HeardRun run, Transition transition) {
    /** The event, as the daemon would send it. */
    String json() {
      AlertMachine.Step step = new AlertMachine.Step(AlertState.NONE, List.of(transition));
      return AlertJson.transition(
          run.scope(), run.suite(), transition, AlertNews.of(AlertState.NONE, step));
    }

    /** On one line for people. */
    String text() {
      return "%s  %s  %s: %s"
          .formatted(transition.at(), run.scope().watch(), transition.kind(), transition.reason());
    }
  }

  private final Topic asked;
  private final Clock clock;
  private final Consumer<ReceivedEvent> print;
  private final Consumer<Silent> tell;
  private final Absences absences = new Absences();
  private final Map<String, HeardRun> last = new HashMap<>();
  private Instant heardAt;

  /**
   * @param asked whose events are handed on
   * @param print takes them
   * @param tell takes each watch that falls silent
   */
  Follower(Topic asked, Clock clock, Consumer<ReceivedEvent> print, Consumer<Silent> tell) {
    this.asked = asked;
    this.clock = clock;
    this.print = print;
    this.tell = tell;
    this.heardAt = clock.instant();
  }

  /** What must be read: runs are the heart-beats, and a removed watch has an empty state. */
  Set<Topic> topics() {
    return EnumSet.of(asked, Topic.RUNS, Topic.STATE);
  }

  @Override
  public void accept(ReceivedEvent event) {
    heardAt = clock.instant();
    if (is(event, Topic.RUNS)) {
      event
          .key()
          .flatMap(watch -> event.data().flatMap(json -> HeardRun.read(watch, json)))
          .ifPresent(this::heard);
    }
    if (is(event, Topic.STATE) && event.tombstone()) {
      event.key().ifPresent(absences::removed);
    }
    if (is(event, asked)) {
      print.accept(event);
    }
  }

  private void heard(HeardRun run) {
    run.scope()
        .staleAfter()
        .ifPresent(
            staleAfter -> {
              absences.ran(run.scope().watch(), run.due(), staleAfter);
              last.put(run.scope().watch(), run);
            });
  }

  /** Asked many times a second: looks meanwhile who has fallen silent. */
  BooleanSupplier until(BooleanSupplier stopped) {
    return () -> {
      Instant now = clock.instant();
      if (Duration.between(heardAt, now).compareTo(CAUGHT_UP) >= 0) {
        absences
            .passed(now)
            .forEach(
                (watch, stale) ->
                    Optional.ofNullable(last.get(watch))
                        .ifPresent(run -> tell.accept(new Silent(run, stale))));
      }
      return stopped.getAsBoolean();
    };
  }

  private static boolean is(ReceivedEvent event, Topic topic) {
    return event.topic().endsWith(topic.name(""));
  }
}
