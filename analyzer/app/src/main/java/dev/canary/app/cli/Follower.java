package dev.canary.app.cli;

import dev.canary.alert.Absences;
import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertState;
import dev.canary.alert.Transition;
import dev.canary.event.AlertNews;
import dev.canary.event.Topic;
import dev.canary.format.AlertJson;
import dev.canary.format.EventText;
import dev.canary.format.HeardRun;
import dev.canary.format.HeardState;
import dev.canary.kafka.Glance;
import dev.canary.kafka.ReceivedEvent;
import dev.canary.watch.Tier;
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

  private static final HeardState NOTHING = new HeardState(Optional.empty(), false);

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
          run.scope().of(Tier.GOLDEN),
          run.suite(),
          transition,
          AlertNews.of(AlertState.NONE, step));
    }

    /** On one line for people. */
    String text() {
      return "%s  %s  %s".formatted(transition.at(), run.scope().watch(), EventText.of(json()));
    }
  }

  private final Topic asked;
  private final Clock clock;
  private final Consumer<ReceivedEvent> print;
  private final Consumer<Silent> tell;
  private final Absences absences = new Absences();
  private final Map<String, HeardRun> last = new HashMap<>();
  private final Map<String, HeardState> states = new HashMap<>();
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

  /** What has to be looked at beside the topic that is asked for. */
  Glance glance() {
    Set<Topic> beside = topics();
    beside.remove(asked);
    return new Glance(beside, this);
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
    if (is(event, Topic.STATE)) {
      event.key().ifPresent(watch -> stands(watch, event.data()));
    }
    if (is(event, asked)) {
      print.accept(event);
    }
  }

  private void stands(String watch, Optional<String> state) {
    state.ifPresentOrElse(
        json -> states.put(watch, HeardState.read(json)),
        () -> {
          absences.removed(watch);
          states.remove(watch);
        });
  }

  private void heard(HeardRun run) {
    run.scope()
        .staleAfter()
        .ifPresent(
            staleAfter -> {
              absences.ran(run.scope().watch(), run.due(), staleAfter, heardAt);
              last.put(run.scope().watch(), run);
            });
  }

  /** Asked many times a second: looks meanwhile who has fallen silent. */
  BooleanSupplier until(BooleanSupplier stopped) {
    return () -> {
      Instant now = clock.instant();
      if (Duration.between(heardAt, now).compareTo(CAUGHT_UP) >= 0) {
        absences.passed(now, watch -> state(watch).open()).forEach(this::tell);
      }
      return stopped.getAsBoolean();
    };
  }

  private void tell(String watch, Transition stale) {
    HeardRun run = last.get(watch);
    if (run != null && !state(watch).onTrial()) {
      tell.accept(new Silent(run, stale));
    }
  }

  private HeardState state(String watch) {
    return states.getOrDefault(watch, NOTHING);
  }

  private static boolean is(ReceivedEvent event, Topic topic) {
    return event.topic().endsWith(topic.name(""));
  }
}
