package dev.canary.app.action;

import dev.canary.alert.Transition;
import dev.canary.app.action.ActionCounts.Result;
import dev.canary.app.view.Spans;
import dev.canary.format.ActionSettings;
import dev.canary.format.AlertSummary;
import dev.canary.format.FormatException;
import dev.canary.store.ActionLog;
import dev.canary.store.ActionLog.Open;
import dev.canary.store.ActionLog.Outcome;
import dev.canary.store.StoredTransition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Follows the transitions of alerts one by one, those of a watch in their order: at least once, and
 * once only unless a process dies between the deed and the note that it is done.
 */
final class DeedFollowUp implements FollowUp {
  /** How often the store is looked at when nobody says that something happened. */
  static final Duration LOOK = Duration.ofSeconds(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int DOUBLINGS = 12;
  private static final int BATCH = 500;

  private final ActionSettings settings;
  private final Deed deed;
  private final ActionLog log;
  private final Predicate<String> isMeant;
  private final Clock clock;
  private final Report report;
  private boolean limited;
  private boolean limitTold;

  /**
   * @param isMeant tells whether the action follows the alerts of a watch
   * @param report is told what was done, and what was not
   */
  DeedFollowUp(
      ActionSettings settings,
      Deed deed,
      ActionLog log,
      Predicate<String> isMeant,
      Clock clock,
      Report report) {
    this.settings = settings;
    this.deed = deed;
    this.log = log;
    this.isMeant = isMeant;
    this.clock = clock;
    this.report = report;
    log.register(settings.name());
  }

  @Override
  public Duration pass() {
    Instant begin = clock.instant();
    Instant next = begin.plus(LOOK);
    Set<String> waiting = new HashSet<>();
    int left = 0;
    limited = false;
    Instant since = begin.minus(deed.patience()).minus(LONGEST_PAUSE);
    for (Open open : log.open(settings.name(), since, BATCH)) {
      String watch = open.transition().watch();
      if (!limited && !waiting.contains(watch) && !Thread.currentThread().isInterrupted()) {
        Optional<Instant> again = follow(open, clock.instant());
        if (again.isPresent()) {
          waiting.add(watch);
          left++;
          next = again.get().isBefore(next) ? again.get() : next;
        }
      } else {
        left++;
      }
    }
    report.waits(left);
    limitTold = limited;
    Duration pause = Duration.between(clock.instant(), next);
    return pause.isNegative() ? Duration.ZERO : pause;
  }

  /** Follows a transition if it can; else says when to try again. */
  private Optional<Instant> follow(Open open, Instant now) {
    if (isResting(open, now)) {
      return Optional.of(open.nextAt());
    }
    StoredTransition transition = open.transition();
    if (!isToBeFollowed(transition)) {
      log.done(settings.name(), transition, Outcome.PASSED_OVER, now);
      return Optional.empty();
    }
    if (transition.kind() != Transition.Kind.RESOLVED && isHeldBack(transition)) {
      report.count(Result.HELD_BACK);
      log.done(settings.name(), transition, Outcome.PASSED_OVER, now);
      return Optional.empty();
    }
    if (settings.dryRun()) {
      report.count(Result.DRY_RUN);
      tell(transition, "would be followed if dryRun were false");
      log.done(settings.name(), transition, Outcome.DRY_RUN, now);
      return Optional.empty();
    }
    if (isTooOften(now)) {
      tellLimit(transition);
      limited = true;
      return Optional.of(now.plus(LOOK));
    }
    return attempt(open, now);
  }

  private Optional<Instant> attempt(Open open, Instant now) {
    Duration pause = pause(open.attempts() + 1);
    // Until the attempt is surely over, in case this process dies with it.
    Instant over = now.plus(settings.timeout()).plus(pause);
    if (!log.claim(settings.name(), open, over)) {
      return Optional.of(over);
    }
    StoredTransition transition = open.transition();
    Optional<String> failure = deed.about(transition);
    if (failure.isEmpty()) {
      report.count(Result.DELIVERED);
      log.done(settings.name(), transition, Outcome.DELIVERED, clock.instant());
      return Optional.empty();
    }
    report.count(Result.FAILED);
    Instant again = clock.instant().plus(pause);
    if (Duration.between(transition.at(), again).compareTo(deed.patience()) > 0) {
      tell(
          transition,
          "given up after %d attempts: %s".formatted(open.attempts() + 1, failure.get()));
      report.count(Result.GAVE_UP);
      log.done(settings.name(), transition, Outcome.GAVE_UP, clock.instant());
      return Optional.empty();
    }
    log.postpone(settings.name(), open, again);
    tell(transition, "%s; again at %s".formatted(failure.get(), again));
    return Optional.of(again);
  }

  /** After a clock was set back, an attempt may seem to be due in a distant future. */
  private boolean isResting(Open open, Instant now) {
    Instant latest = now.plus(LONGEST_PAUSE).plus(settings.timeout());
    return open.nextAt().isAfter(now) && !open.nextAt().isAfter(latest);
  }

  private boolean isToBeFollowed(StoredTransition transition) {
    if (!isMeant.test(transition.watch())) {
      return false;
    }
    boolean named = settings.on().contains(transition.kind());
    return switch (transition.kind()) {
      // Who was told that something is wrong is told that it is over, and nobody else.
      case RESOLVED -> named && isToldOf(transition);
      case STALE -> named && isGrave(transition);
      case OPENED, ESCALATED, REMINDED ->
          isGrave(transition) && (named || isFirstToBeTold(transition));
    };
  }

  /**
   * What follows the beginning of an alert follows it when it first may: an alert that began below
   * its severity and has got worse, or under a silence that is over, has begun for this action now.
   */
  private boolean isFirstToBeTold(StoredTransition transition) {
    return settings.on().contains(Transition.Kind.OPENED) && !isToldOf(transition);
  }

  private boolean isToldOf(StoredTransition transition) {
    Outcome told = settings.dryRun() ? Outcome.DRY_RUN : Outcome.DELIVERED;
    return log.cameTo(settings.name(), transition.alert(), told);
  }

  private boolean isGrave(StoredTransition transition) {
    return transition.severity().compareTo(settings.atLeast()) >= 0;
  }

  private static boolean isHeldBack(StoredTransition transition) {
    try {
      AlertSummary summary = AlertSummary.read(transition.summary());
      return summary.onTrial() || summary.silence().isPresent();
    } catch (FormatException e) {
      // What cannot be read is told rather than lost.
      return false;
    }
  }

  private boolean isTooOften(Instant now) {
    Instant since = now.minus(settings.rate().per());
    return log.count(settings.name(), Outcome.DELIVERED, since) >= settings.rate().count();
  }

  /** Once, until nothing waits for it any more. */
  private void tellLimit(StoredTransition transition) {
    if (!limitTold) {
      ActionSettings.Rate rate = settings.rate();
      tell(
          transition,
          "waits: %d in %s are allowed".formatted(rate.count(), Spans.text(rate.per())));
    }
  }

  /** 5 s after the first attempt, twice as long after each further one, an hour at most. */
  static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void tell(StoredTransition transition, String what) {
    report.say("%s %s: %s".formatted(transition.watch(), transition.kind(), what));
  }

  @Override
  public void close() {
    deed.close();
  }
}
