package dev.canary.format;

import dev.canary.check.Finding;
import dev.canary.event.AlertNews;
import dev.canary.event.AlertNews.Audience;
import dev.canary.event.JudgedRun;
import dev.canary.event.LastRun;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.OutgoingEvent.Payload;
import dev.canary.event.Scope;
import dev.canary.event.Topic;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of a run: the run itself, each finding that is news, and the new state of the watch.
 *
 * <p>Ids are made of the run's id and the event's place in it, never drawn, so that recording the
 * same run again would give the same ids and bytes.
 */
public final class Events {
  private Events() {}

  /**
   * The events of a run, in the order in which they are sent.
   *
   * @param alerts what it did to the alerts of its watch
   */
  public static List<OutgoingEvent> of(JudgedRun judged, AlertNews alerts) {
    List<OutgoingEvent> events = new ArrayList<>();
    events.add(event(judged, "run", Topic.RUNS, RunJson.run(judged)));
    int number = 0;
    for (Finding finding : judged.findings()) {
      if (finding.isNews()) {
        String name = "finding/" + ++number;
        events.add(event(judged, name, Topic.FINDINGS, RunJson.finding(judged, finding)));
      }
    }
    if (judged.scope().tier() == Tier.GOLDEN) {
      // A smoke run says too little to stand as the state of its watch.
      events.add(event(judged, "state", Topic.STATE, StateJson.of(LastRun.of(judged), alerts)));
    }
    events.addAll(of(judged.scope(), judged.run().suite(), alerts));
    return events;
  }

  /**
   * The events of what happened to the alerts of a watch without a run: its new state, too.
   *
   * @param last what still stands as its verdict
   * @param at when it happened
   */
  public static List<OutgoingEvent> of(LastRun last, AlertNews alerts, Instant at) {
    List<OutgoingEvent> events = new ArrayList<>();
    if (alerts.isNews()) {
      String watch = last.scope().watch();
      events.add(
          new OutgoingEvent(
              "%s/state/%s".formatted(watch, at),
              Topic.STATE,
              "dev.canary.state.v1",
              source(watch),
              last.id(),
              at,
              watch,
              Optional.of(new Payload(StateJson.of(last, alerts)))));
    }
    events.addAll(of(last.scope(), last.suite(), alerts));
    return events;
  }

  /** The events of what happened to the alerts of a watch; none of a watch on trial. */
  public static List<OutgoingEvent> of(Scope scope, String suite, AlertNews alerts) {
    if (alerts.audience() == Audience.STORE) {
      return List.of();
    }
    return alerts.step().transitions().stream()
        .map(
            transition ->
                alert(
                    transition.id(),
                    scope.watch(),
                    transition.alert(),
                    transition.at(),
                    AlertJson.transition(scope, suite, transition, alerts)))
        .toList();
  }

  /**
   * The event of a transition.
   *
   * @param id of the transition
   * @param alert its id
   * @param json as {@link AlertJson#transition} writes it
   */
  public static OutgoingEvent alert(
      String id, String watch, String alert, Instant at, String json) {
    return new OutgoingEvent(
        id,
        Topic.ALERTS,
        "dev.canary.alert.v1",
        source(watch),
        alert,
        at,
        watch,
        Optional.of(new Payload(json)));
  }

  /** What a consumer of states is told of a watch that is no more: a record without data. */
  public static OutgoingEvent tombstone(String watch, Instant at) {
    return new OutgoingEvent(
        watch + "/removed/" + at,
        Topic.STATE,
        "dev.canary.state.v1",
        source(watch),
        watch,
        at,
        watch,
        Optional.empty());
  }

  /** A URI reference, which the brackets of an IPv6 address must not stand in. */
  private static String source(String watch) {
    return "/canary/watches/" + watch.replace("[", "%5B").replace("]", "%5D");
  }

  private static OutgoingEvent event(JudgedRun judged, String name, Topic topic, String json) {
    String type = "dev.canary." + name.replaceFirst("/.*", "") + ".v1";
    return new OutgoingEvent(
        judged.id() + "/" + name,
        topic,
        type,
        source(judged.watch()),
        judged.id(),
        judged.run().startedAt(),
        judged.watch(),
        Optional.of(new Payload(json)));
  }
}
