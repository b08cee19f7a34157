package dev.canary.app.serve;

import dev.canary.alert.Transition.Kind;
import dev.canary.watch.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Which fault is injected into which watch when: drawn by seed. */
final class Faults {
  /** How a model can be at fault. */
  enum Sort {
    /** No answer for fewer runs than an alert takes. */
    BLIP,
    /** No answer in every other run. */
    FLAPPING,
    /** No answer. */
    UNREACHABLE,
    /** No answer for so long that somebody is reminded. */
    OUTAGE,
    /** No answer, and then a wrong one. */
    WORSE,
    /** Answers beyond the budget of time. */
    SLOW_ANSWERS,
    /** One run that takes longer than two more need to fall due. */
    SLOW_RUN,
    /** A wrong answer that the confirming replay does not repeat. */
    REFUTED,
    SCHEMA,
    CONTRACT,
    NON_FINITE,
    /** The same numbers under other class names. */
    PERMUTED,
    /** Bit-stable answers beyond their precision class. */
    MOVED,
    /** Another version, for which there is no baseline. */
    VERSION,
    /** Noisy answers just beyond the margin in every run. */
    MARGIN,
    /** Noisy answers moved within the margin: no run tells it. */
    FAINT
  }

  /** What brings about the alert. */
  enum Shown {
    NEVER,
    BY_ONE_RUN,
    BY_FAILURES,
    BY_EVIDENCE,
    BY_SLOW_EVIDENCE
  }

  /**
   * One stretch of runs in which a target is bad.
   *
   * @param first which run of the watch is the first
   * @param runs how many
   * @param due all instants at which the watch is due
   */
  record Fault(Sort sort, Policy policy, int first, int runs, List<Instant> due) {
    Instant from() {
      return due.get(first);
    }

    /** When the first good run is due. */
    Instant to() {
      return due.get(first + runs);
    }

    Shown shown() {
      return switch (sort) {
        case BLIP, SLOW_RUN, REFUTED -> Shown.NEVER;
        case FLAPPING -> isOften() ? Shown.BY_FAILURES : Shown.NEVER;
        case UNREACHABLE, OUTAGE, WORSE, SLOW_ANSWERS, VERSION -> Shown.BY_FAILURES;
        case SCHEMA, CONTRACT, NON_FINITE, PERMUTED, MOVED -> Shown.BY_ONE_RUN;
        case MARGIN -> Shown.BY_EVIDENCE;
        case FAINT -> Shown.BY_SLOW_EVIDENCE;
      };
    }

    private boolean isOften() {
      return (policy.of() + 1) / 2 >= policy.failures();
    }

    /** Which of its runs opens the alert, the first is 1; nothing where chance has a say. */
    Optional<Integer> opensAt() {
      return switch (shown()) {
        case BY_ONE_RUN -> Optional.of(1);
        case BY_FAILURES ->
            Optional.of(sort == Sort.FLAPPING ? 2 * policy.failures() - 1 : policy.failures());
        case NEVER, BY_EVIDENCE, BY_SLOW_EVIDENCE -> Optional.empty();
      };
    }

    /** When the alert is over, if runs that are fine count from the first good one on. */
    Instant over() {
      int run = first + runs + policy.recoverRuns() - 1;
      while (Duration.between(to(), due.get(run)).compareTo(policy.recoverFor()) < 0) {
        run++;
      }
      return due.get(run);
    }

    /** What happens to its alert. */
    List<Kind> life() {
      List<Kind> life = new ArrayList<>();
      life.add(Kind.OPENED);
      if (sort == Sort.WORSE) {
        life.add(Kind.ESCALATED);
      }
      Instant told = due.get(first + opensAt().orElse(1) - 1).plus(policy.remindEvery());
      for (; told.isBefore(over()); told = told.plus(policy.remindEvery())) {
        life.add(Kind.REMINDED);
      }
      life.add(Kind.RESOLVED);
      return life;
    }
  }

  /** What is wrong with a run. */
  record Wrong(Sort sort, int run) {}

  private final Map<String, TreeMap<Instant, Fault>> byWatch = new HashMap<>();
  private final Random random;
  private final Duration time;

  Faults(long seed, Duration time) {
    this.random = new Random(seed);
    this.time = time;
  }

  /** Draws faults of these sorts, one after the other, each as often as the others. */
  void draw(String watch, Policy policy, List<Instant> due, List<Sort> sorts) {
    List<Sort> bag = new ArrayList<>();
    int next = gap();
    int tooLong = 0;
    while (tooLong < 2 * sorts.size()) {
      if (bag.isEmpty()) {
        bag.addAll(sorts);
        Collections.shuffle(bag, random);
      }
      Sort sort = bag.remove(0);
      int runs = runs(sort, policy);
      int over = next + runs + Math.max(40, 2 * runs);
      if (over >= due.size()) {
        tooLong++;
        continue;
      }
      add(watch, new Fault(sort, policy, next, runs, due));
      next = over + gap();
    }
  }

  void add(String watch, Fault fault) {
    byWatch.computeIfAbsent(watch, w -> new TreeMap<>()).put(fault.from(), fault);
  }

  /** Runs between two faults. */
  private int gap() {
    int mean = (int) Math.min(720, time.toSeconds() / 500);
    return 5 + mean / 2 + random.nextInt(mean);
  }

  private int runs(Sort sort, Policy policy) {
    return switch (sort) {
      case BLIP -> 1 + random.nextInt(policy.failures() - 1);
      case REFUTED, SLOW_RUN -> 1;
      case FLAPPING -> 2 * policy.of() + 1 + 2 * random.nextInt(8);
      case UNREACHABLE, SLOW_ANSWERS, VERSION -> policy.failures() + random.nextInt(40);
      case WORSE -> policy.failures() + 10;
      case OUTAGE -> 100 + random.nextInt(150);
      case SCHEMA, CONTRACT, NON_FINITE, PERMUTED, MOVED -> 1 + random.nextInt(40);
      case MARGIN -> 30 + random.nextInt(20);
      case FAINT -> 2_000;
    };
  }

  List<Fault> ofWatch(String watch) {
    return List.copyOf(byWatch.getOrDefault(watch, new TreeMap<>()).values());
  }

  /** What is wrong with a run of a watch that begins at an instant. */
  Optional<Wrong> at(String watch, Instant instant) {
    return Optional.ofNullable(byWatch.get(watch))
        .map(all -> all.floorEntry(instant))
        .map(Map.Entry::getValue)
        .filter(fault -> instant.isBefore(fault.to()))
        .flatMap(fault -> wrong(fault, instant));
  }

  /** True while some run may take its time, so that others begin before it ends. */
  boolean isAnySlow(Instant instant) {
    return byWatch.keySet().stream()
        .flatMap(watch -> at(watch, instant).stream())
        .anyMatch(wrong -> wrong.sort() == Sort.SLOW_RUN || wrong.sort() == Sort.SLOW_ANSWERS);
  }

  private static Optional<Wrong> wrong(Fault fault, Instant instant) {
    int run = 0;
    while (!fault.due().get(fault.first() + run + 1).isAfter(instant)) {
      run++;
    }
    boolean pause = fault.sort() == Sort.FLAPPING && run % 2 == 1;
    return pause ? Optional.empty() : Optional.of(new Wrong(fault.sort(), run));
  }
}
