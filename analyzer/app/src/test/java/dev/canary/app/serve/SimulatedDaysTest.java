package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition.Kind;
import dev.canary.app.job.Wiring;
import dev.canary.app.serve.Faults.Fault;
import dev.canary.app.serve.Faults.Shown;
import dev.canary.app.serve.Faults.Sort;
import dev.canary.event.Topic;
import dev.canary.format.Workspace;
import dev.canary.plan.Detection;
import dev.canary.plan.WatchPlan;
import dev.canary.store.StoredTransition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Minutes, and three days, of twenty watches at 10 s, with faults of every kind at times that are
 * drawn by seed: the daemon itself, its table and its store; only models, clock and broker are
 * simulated.
 */
class SimulatedDaysTest {
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final int WATCHES = 20;

  /** The daemon is ended and begun again so often. */
  private static final int PARTS = 6;

  private static final long SEED = Long.getLong("canary.simulated.seed", 1);
  private static final List<Sort> ANYWHERE =
      List.of(
          Sort.BLIP,
          Sort.FLAPPING,
          Sort.UNREACHABLE,
          Sort.WORSE,
          Sort.SLOW_RUN,
          Sort.REFUTED,
          Sort.SCHEMA,
          Sort.NON_FINITE,
          Sort.VERSION);

  private Path root = Path.of("");

  /** In memory where there is some: on a disk, each of half a million runs waits to be flushed. */
  @BeforeEach
  void folder() throws Exception {
    Path memory = Path.of("/dev/shm");
    root =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "canary-days-")
            : Files.createTempDirectory("canary-days-");
  }

  @AfterEach
  void remove() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void minutesRunOnTimeAndTellEveryFaultOnce() throws Exception {
    simulate(Duration.ofMinutes(40));
  }

  @Test
  @Tag("slow")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void threeDaysRunOnTimeAndTellEveryFaultOnce() throws Exception {
    simulate(Duration.ofDays(3));
  }

  private void simulate(Duration time) throws Exception {
    new SimulatedSuites(root);
    HandClock clock = new HandClock(START);
    Faults faults = new Faults(SEED, time);
    try (Turns turns = new Turns(clock);
        Wiring wiring = Wiring.of(Workspace.at(root), clock, clock::nanos)) {
      SimulatedSuites.capture(wiring, clock, turns, SEED);
      Map<String, List<Instant>> due = new HashMap<>();
      for (Post post : Roster.read(wiring, START).posts().values()) {
        due.put(post.watch().name(), due(post, START.plus(time)));
        draw(faults, post, due.get(post.watch().name()));
      }
      assertThat(due).hasSize(WATCHES);
      List<WatchPlan> plans = wiring.planJob().plan(wiring.watches(List.of())).watches();
      try (Simulation simulation = new Simulation(wiring, clock, turns, faults, SEED)) {
        for (int part = 1; part <= PARTS; part++) {
          Instant now = START.plus(time.multipliedBy(part).dividedBy(PARTS));
          simulation.runUntil(now);
          everyFaultOnce(
              wiring.store().transitions(Integer.MAX_VALUE), faults, plans, simulation, now);
          simulation.restart();
        }
        assertThat(simulation.troubles).isEmpty();
        everyInstantOnce(simulation, faults, due);
      }
    }
  }

  /** So many instants that faults can be placed in them, a little beyond the end. */
  private static List<Instant> due(Post post, Instant end) {
    List<Instant> due = new ArrayList<>();
    Instant next = post.rota().next(START);
    while (!next.isAfter(end)) {
      due.add(next);
      next = post.rota().next(next);
    }
    return due;
  }

  private static void draw(Faults faults, Post post, List<Instant> due) {
    String watch = post.watch().name();
    var policy = post.watch().settings().policy();
    List<Sort> sorts = new ArrayList<>(ANYWHERE);
    if (watch.equals(SimulatedSuites.CLOSED)) {
      for (int i = 60; i + 100 < due.size(); i++) {
        if (Duration.between(due.get(i), due.get(i + 1)).compareTo(PERIOD) > 0) {
          faults.add(watch, new Fault(Sort.UNREACHABLE, policy, i - 30, 50, due));
        }
      }
      return;
    }
    switch (watch.replaceFirst("-.*", "")) {
      case SimulatedSuites.STABLE ->
          sorts.addAll(
              List.of(Sort.OUTAGE, Sort.SLOW_ANSWERS, Sort.CONTRACT, Sort.PERMUTED, Sort.MOVED));
      case SimulatedSuites.NOISY -> sorts.addAll(List.of(Sort.MARGIN, Sort.MARGIN, Sort.MARGIN));
      default -> sorts = List.of(Sort.FAINT, Sort.UNREACHABLE);
    }
    // The first watch of each suite, and one more, stay well.
    if (watch.contains("-") && !watch.equals("noisy-1")) {
      faults.draw(watch, policy, due, sorts);
    }
  }

  private static void everyInstantOnce(
      Simulation simulation, Faults faults, Map<String, List<Instant>> due) {
    long runs = 0;
    for (Map.Entry<String, List<Instant>> each : due.entrySet()) {
      String watch = each.getKey();
      List<Instant> expected = new ArrayList<>(each.getValue());
      List<Fault> slow =
          faults.ofWatch(watch).stream().filter(f -> f.sort() == Sort.SLOW_RUN).toList();
      for (Fault fault : slow) {
        expected.remove(fault.due().get(fault.first() + 1));
        expected.remove(fault.due().get(fault.first() + 2));
      }
      assertThat(simulation.ran.get(watch)).as(watch).isEqualTo(expected);
      assertThat(simulation.skipped.getOrDefault(watch, 0)).isEqualTo(2 * slow.size());
      runs += expected.size();
    }
    assertThat(simulation.latest).isLessThan(Duration.ofSeconds(1));
    System.out.printf(
        "%,d runs, the latest began %s after it was due; published %s%n",
        runs, simulation.latest, simulation.published);
  }

  private static void everyFaultOnce(
      List<StoredTransition> all,
      Faults faults,
      List<WatchPlan> plans,
      Simulation simulation,
      Instant now) {
    Map<String, List<StoredTransition>> byWatch =
        all.stream()
            .sorted(Comparator.comparing(StoredTransition::at))
            .collect(Collectors.groupingBy(StoredTransition::watch));
    Map<String, WatchPlan> plan =
        plans.stream().collect(Collectors.toMap(WatchPlan::watch, Function.identity()));
    Map<Sort, List<Integer>> delays = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    for (String watch : plan.keySet()) {
      List<StoredTransition> told = new ArrayList<>(byWatch.getOrDefault(watch, List.of()));
      List<Fault> own = faults.ofWatch(watch);
      for (int i = 0; i < own.size(); i++) {
        Fault fault = own.get(i);
        Instant end = i + 1 < own.size() ? own.get(i + 1).from() : Instant.MAX;
        List<StoredTransition> its =
            told.stream()
                .filter(t -> !t.at().isBefore(fault.from()) && t.at().isBefore(end))
                .toList();
        told.removeAll(its);
        if (over(fault).isBefore(now)) {
          check(watch, fault, its, plan.get(watch), delays, wrong);
        }
      }
      told.forEach(
          t -> wrong.add(watch + " without a fault: " + t.kind() + " " + t.at() + t.summary()));
    }
    System.out.println(now + " " + summary(delays));
    assertThat(wrong).isEmpty();
    assertThat(byWatch.keySet()).allMatch(plan::containsKey);
    assertThat(simulation.published.getOrDefault(Topic.ALERTS, 0))
        .as("delivered once a minute")
        .isBetween(all.size() - 20, all.size());
  }

  /** When its alert is over for sure. */
  private static Instant over(Fault fault) {
    return fault.over().plus(PERIOD.multipliedBy(2L * fault.runs() + 1));
  }

  /** How many there were, and the shortest and longest delay in runs. */
  private static String summary(Map<Sort, List<Integer>> delays) {
    return new TreeMap<>(delays)
        .entrySet().stream()
            .map(
                each -> {
                  IntSummaryStatistics runs =
                      each.getValue().stream().mapToInt(i -> i).summaryStatistics();
                  return "%s %d: %d to %d"
                      .formatted(each.getKey(), runs.getCount(), runs.getMin(), runs.getMax());
                })
            .collect(Collectors.joining(", "));
  }

  private static void check(
      String watch,
      Fault fault,
      List<StoredTransition> told,
      WatchPlan plan,
      Map<Sort, List<Integer>> delays,
      List<String> wrong) {
    List<Kind> kinds = kinds(fault, told.stream().map(StoredTransition::kind));
    List<Kind> expected =
        fault.shown() == Shown.NEVER ? List.of() : kinds(fault, fault.life().stream());
    String what = "%s %s at %s for %d: ".formatted(watch, fault.sort(), fault.from(), fault.runs());
    if (!kinds.equals(expected)) {
      wrong.add(what + kinds + " and not " + expected);
      return;
    }
    if (kinds.isEmpty()) {
      return;
    }
    Instant opened = told.get(0).at();
    int runs = fault.due().indexOf(opened) - fault.first() + 1;
    delays.computeIfAbsent(fault.sort(), s -> new ArrayList<>()).add(runs);
    double most = promised(fault, plan);
    if (runs > most || fault.opensAt().filter(exact -> exact != runs).isPresent()) {
      wrong.add(what + "opened at run " + runs + ", promised " + most);
    }
    Instant resolved = told.get(told.size() - 1).at();
    boolean exact = fault.opensAt().isPresent();
    if (exact ? !resolved.equals(fault.over()) : resolved.isBefore(fault.over())) {
      wrong.add(what + "resolved at " + resolved + " and not " + fault.over());
    }
  }

  /** How often somebody is reminded depends on when chance lets many runs tell. */
  private static List<Kind> kinds(Fault fault, Stream<Kind> all) {
    boolean exact = fault.opensAt().isPresent();
    return all.filter(kind -> exact || kind != Kind.REMINDED).toList();
  }

  private static double promised(Fault fault, WatchPlan plan) {
    return switch (fault.shown()) {
      case BY_ONE_RUN -> runs(plan, Detection.Kind.LASTING_FACT);
      case BY_FAILURES ->
          fault.sort() == Sort.FLAPPING
              ? 2 * runs(plan, Detection.Kind.TRANSIENT_FACT) - 1
              : runs(plan, Detection.Kind.TRANSIENT_FACT);
      case BY_EVIDENCE -> runs(plan, Detection.Kind.EVIDENCE);
      case BY_SLOW_EVIDENCE -> plan.evidence().orElseThrow().runs().orElseThrow();
      case NEVER -> 0;
    };
  }

  private static double runs(WatchPlan plan, Detection.Kind kind) {
    return plan.detections().stream()
        .filter(detection -> detection.kind() == kind)
        .findFirst()
        .orElseThrow()
        .worst()
        .orElseThrow()
        .runs();
  }
}
