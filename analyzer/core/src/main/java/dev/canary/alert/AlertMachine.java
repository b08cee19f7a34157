package dev.canary.alert;

import dev.canary.alert.AlertState.Stretch;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what is told of a watch into the life of its alert. Reads only its arguments; a signal that
 * it has seen changes nothing.
 *
 * <p>A watch has at most one open alert, which pages once. Five rules:
 *
 * <ol>
 *   <li><b>Opened</b> by one lasting fact, by evidence that crosses its threshold, by N transient
 *       facts in the last M runs; as a warning by N runs of which nothing could be said.
 *   <li><b>Escalated</b> when the severity rises, or something comes that nothing mutes.
 *   <li><b>Reminded</b> of, at intervals, unless somebody has taken it over.
 *   <li><b>Resolved</b> after enough fine runs in a row over enough time. What only many runs show
 *       is over when twice as many as it took to show have brought evidence no further: it begins
 *       anew at an alert, and a fault that lasts would have raised it by then. Evidence fades for
 *       long after a fault, and is not waited for.
 *   <li><b>Stale</b> when runs stay away; the first one, too, from when it was first missed.
 * </ol>
 */
public final class AlertMachine {
  private final AlertRules rules;
  private final List<Transition> transitions = new ArrayList<>();

  private AlertMachine(AlertRules rules) {
    this.rules = rules;
  }

  /** What a signal came to. */
  public record Step(AlertState state, List<Transition> transitions) {
    public Step {
      transitions = List.copyOf(transitions);
    }
  }

  /** The next state, and what happened on the way. */
  public static Step step(AlertRules rules, AlertState state, Signal signal) {
    AlertMachine machine = new AlertMachine(rules);
    AlertState next = machine.next(state, signal);
    return new Step(next, machine.transitions);
  }

  private AlertState next(AlertState state, Signal signal) {
    if (signal instanceof Signal.Ran run) {
      return isSeen(state, run)
          ? state
          : reminded(ran(state, run), run.at(), Optional.of(run.run()), run.complaints());
    }
    if (signal instanceof Signal.Removed) {
      return removed(state, signal.at());
    }
    if (signal instanceof Signal.Acknowledged taken) {
      return new AlertState(
          state.recent(),
          state.stretch(),
          state
              .alert()
              .map(
                  alert ->
                      alert.id().equals(taken.alert())
                          ? alert.acknowledged(taken.by(), taken.note())
                          : alert));
    }
    return reminded(passed(state, signal.at()), signal.at(), Optional.empty(), List.of());
  }

  private static boolean isSeen(AlertState state, Signal.Ran run) {
    return state.recent().lastRunAt().filter(last -> !run.at().isAfter(last)).isPresent();
  }

  private AlertState ran(AlertState state, Signal.Ran run) {
    if (state.recent().stale() && state.alert().isEmpty()) {
      tell(returned(state, run));
    }
    Signal.Ran heard =
        state.alert().filter(a -> !a.ascent().isFed(run)).map(a -> run.calm()).orElse(run);
    Recent recent = state.recent().with(heard, rules.policy().of(), r -> wouldShow(state, r));
    Optional<Stretch> stretch = stretch(state, recent, run);
    List<Complaint> ripe = ripe(run.complaints(), recent);
    AlertState counted = new AlertState(recent, stretch, state.alert().map(a -> a.after(run)));
    if (state.alert().isPresent()) {
      return ripe.isEmpty() ? resolved(counted, run) : escalated(counted, run, ripe);
    }
    return ripe.isEmpty() ? counted : opened(counted, run, ripe);
  }

  /** A smoke run shows only what may pass: who does not answer, or too late. */
  private static boolean wouldShow(AlertState state, Signal.Ran run) {
    return run.tier() == Tier.GOLDEN
        || state.alert().filter(a -> !a.causes().stream().allMatch(Cause::isTransient)).isEmpty();
  }

  /** The time since something is wrong, which goes on until it can count for nothing any more. */
  private Optional<Stretch> stretch(AlertState state, Recent recent, Signal.Ran run) {
    Policy policy = rules.policy();
    boolean fine = recent.newest() == Recent.FINE;
    boolean over =
        state.alert().isEmpty()
            && fine
            && (policy.failures() == policy.of() || recent.count(Recent.BAD) == 0);
    if (over) {
      return Optional.empty();
    }
    boolean first = state.alert().isEmpty() && isFirst(state, run);
    return state.stretch().isPresent() && !first
        ? state.stretch().map(stretch -> run.tier() == Tier.GOLDEN ? stretch.longer() : stretch)
        : Optional.of(new Stretch(run.at(), 1)).filter(s -> !fine);
  }

  /** True for a run that complains by itself after runs that did not. */
  private static boolean isFirst(AlertState state, Signal.Ran run) {
    return state.failures() == 0
        && run.complaints().stream().anyMatch(c -> c.kind() != Complaint.Kind.EVIDENCE);
  }

  /** Complaints that are enough for an alert. */
  private List<Complaint> ripe(List<Complaint> complaints, Recent recent) {
    int needed = rules.policy().failures();
    boolean often = recent.count("" + Recent.TRANSIENT + Recent.LASTING) >= needed;
    boolean unjudged = recent.count(Recent.BAD) >= needed;
    return complaints.stream()
        .filter(
            c ->
                switch (c.kind()) {
                  case LASTING, EVIDENCE -> true;
                  case TRANSIENT -> often;
                  case UNJUDGED -> unjudged;
                })
        .toList();
  }

  private static Severity severity(List<Complaint> ripe) {
    boolean warns = ripe.stream().allMatch(c -> c.kind() == Complaint.Kind.UNJUDGED);
    return warns ? Severity.WARN : Severity.CRITICAL;
  }

  private static List<Cause> causes(List<Complaint> complaints) {
    return complaints.stream().flatMap(c -> c.cause().stream()).distinct().toList();
  }

  private AlertState opened(AlertState state, Signal.Ran run, List<Complaint> ripe) {
    boolean shown = ripe.stream().anyMatch(c -> c.kind() != Complaint.Kind.EVIDENCE);
    Stretch stretch =
        shown
            ? state.stretch().orElse(new Stretch(run.at(), 1))
            : new Stretch(run.at().minus(run.evidence().age()), run.evidence().runs());
    Alert alert =
        new Alert(
            rules.watch() + "!" + stretch.since(),
            severity(ripe),
            causes(ripe),
            run.at(),
            run.at(),
            new Ascent(shown ? 0 : stretch.runs(), shown ? run.evidence().part() : 0, 0),
            Optional.empty(),
            Optional.empty());
    tell(Transition.Kind.OPENED, alert, stretch, run, reason(ripe), ripe);
    return new AlertState(state.recent(), Optional.of(stretch), Optional.of(alert));
  }

  private AlertState escalated(AlertState state, Signal.Ran run, List<Complaint> ripe) {
    Alert before = state.alert().orElseThrow();
    List<Complaint> news =
        ripe.stream()
            .filter(
                c ->
                    Complaints.isNeverMuted(c)
                        && c.cause().stream().noneMatch(before.causes()::contains))
            .toList();
    if (news.isEmpty() && severity(ripe).compareTo(before.severity()) <= 0) {
      return state;
    }
    List<Complaint> told = news.isEmpty() ? ripe : news;
    Alert worse = before.worse(severity(ripe), causes(told), run.at());
    tell(Transition.Kind.ESCALATED, worse, state.stretch().orElseThrow(), run, reason(told), told);
    return new AlertState(state.recent(), state.stretch(), Optional.of(worse));
  }

  private AlertState resolved(AlertState state, Signal.Ran run) {
    Alert alert = state.alert().orElseThrow();
    Recent recent = state.recent();
    Policy policy = rules.policy();
    Duration lasting = Duration.between(recent.fineSince().orElse(run.at()), run.at());
    if (recent.fine() < policy.recoverRuns()
        || lasting.compareTo(policy.recoverFor()) < 0
        || !alert.ascent().isOver()) {
      return state;
    }
    tell(
        Transition.Kind.RESOLVED,
        alert,
        state.stretch().orElseThrow(),
        run,
        Reasons.fine(recent, alert),
        List.of());
    return new AlertState(recent.settled(), Optional.empty(), Optional.empty());
  }

  private AlertState passed(AlertState state, Instant at) {
    Recent recent = state.recent();
    if (recent.lastAt().isEmpty()) {
      return new AlertState(recent.awaited(at), state.stretch(), state.alert());
    }
    Instant last = recent.lastAt().get();
    if (recent.stale() || Duration.between(last, at).compareTo(rules.staleAfter()) < 0) {
      return state;
    }
    tell(Absences.stale(rules.watch(), state.alert(), last, rules.staleAfter()));
    return new AlertState(recent.asStale(), state.stretch(), state.alert());
  }

  private Transition returned(AlertState state, Signal.Ran run) {
    return new Transition(
        Transition.Kind.RESOLVED,
        Absences.alert(rules.watch(), state.recent().lastAt().orElseThrow()),
        run.at(),
        Severity.WARN,
        List.of(),
        state.recent().lastAt().orElseThrow(),
        Optional.of(run.run()),
        "runs are reported again",
        List.of());
  }

  private AlertState removed(AlertState state, Instant at) {
    Recent recent = state.recent();
    boolean told = state.alert().isPresent() || recent.stale();
    if (told) {
      tell(
          new Transition(
              Transition.Kind.RESOLVED,
              state
                  .alert()
                  .map(Alert::id)
                  .orElseGet(() -> Absences.alert(rules.watch(), recent.lastAt().orElseThrow())),
              at,
              state.alert().map(Alert::severity).orElse(Severity.WARN),
              state.alert().map(Alert::causes).orElse(List.of()),
              state.stretch().map(Stretch::since).or(recent::lastAt).orElse(at),
              Optional.empty(),
              "the watch was removed",
              List.of()));
    }
    return AlertState.NONE;
  }

  private AlertState reminded(
      AlertState state, Instant at, Optional<String> run, List<Complaint> complaints) {
    Optional<Alert> due =
        state
            .alert()
            .filter(a -> a.acknowledgedBy().isEmpty())
            .filter(a -> a.toldAt().isBefore(at))
            .filter(
                a ->
                    rules.over().isPresent()
                        || Duration.between(a.toldAt(), at).compareTo(rules.remindEvery()) >= 0);
    if (due.isEmpty()) {
      return state;
    }
    Alert alert = due.get();
    Stretch stretch = state.stretch().orElseThrow();
    tell(
        new Transition(
            Transition.Kind.REMINDED,
            alert.id(),
            at,
            alert.severity(),
            alert.causes(),
            stretch.since(),
            run.filter(id -> !complaints.isEmpty()),
            Reasons.reminded(rules, state.recent(), alert, complaints),
            complaints));
    return new AlertState(state.recent(), state.stretch(), Optional.of(alert.told(at)));
  }

  private static String reason(List<Complaint> told) {
    return told.get(0).reason();
  }

  private void tell(
      Transition.Kind kind,
      Alert alert,
      Stretch stretch,
      Signal.Ran run,
      String reason,
      List<Complaint> complaints) {
    tell(
        new Transition(
            kind,
            alert.id(),
            run.at(),
            alert.severity(),
            alert.causes(),
            stretch.since(),
            Optional.of(run.run()),
            reason,
            complaints));
  }

  private void tell(Transition transition) {
    transitions.add(transition);
  }
}
