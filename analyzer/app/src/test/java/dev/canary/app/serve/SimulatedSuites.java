package dev.canary.app.serve;

import dev.canary.app.job.Wiring;
import dev.canary.baseline.Approval;
import dev.canary.baseline.Capture;
import dev.canary.baseline.Captures;
import dev.canary.baseline.Provenance;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A workspace of twenty watches of three suites: {@code stable}, whose answers are the same bits
 * every time, and two whose answers are noise, captured in a burst and over a day.
 */
final class SimulatedSuites {
  static final String STABLE = "stable";
  static final String NOISY = "noisy";
  static final String SPREAD = "spread";

  /** The watch with minutes of each day in which nothing runs. */
  static final String CLOSED = "stable-8";

  static final String CLOSES = "12:15";
  static final String OPENS = "12:20";
  private static final int CASES = 4;
  private static final int REPEATS = 134;

  private final Path root;

  SimulatedSuites(Path root) throws IOException {
    this.root = root;
    write(
        "canary.yaml",
        """
        kafka: none
        retention: {healthyRuns: 10, unhealthyFor: 1h}
        watches:
        %s%s%s"""
            .formatted(watches(STABLE, 9), watches(NOISY, 7), watches(SPREAD, 4)));
    String stable =
        "latency: {budget: 200ms}\npolicy: {remind: 16m}\noutput: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}";
    suite(STABLE, stable);
    suite(NOISY, "policy: {failures: 3 of 5}\noutput: {kind: logits, precision: fp32}");
    suite(SPREAD, "output: {kind: logits, precision: fp32}");
  }

  private static String watches(String suite, int count) {
    return IntStream.range(1, count)
        .mapToObj(
            i -> {
              String name = suite + "-" + i;
              String closed =
                  name.equals(CLOSED)
                      ? ", schedule: {every: 10s, blackouts: [{from: '%s', to: '%s'}]}"
                          .formatted(CLOSES, OPENS)
                      : "";
              return "  %s: {suite: %s, target: {type: recorded, model: %s.csv, version: '1'}%s}\n"
                  .formatted(name, suite, name, closed);
            })
        .collect(Collectors.joining());
  }

  private void suite(String name, String more) throws IOException {
    write(
        name + "/suite.yaml",
        """
        suite: %s
        target: {type: recorded, model: %s.csv, version: "1"}
        schedule: {every: 10s}
        %s
        """
            .formatted(name, name, more));
    write(
        name + "/cases.jsonl",
        IntStream.range(0, CASES)
            .mapToObj("{\"id\": \"c%d\", \"input\": {}, \"why\": \"one of many\"}\n"::formatted)
            .collect(Collectors.joining()));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("canaries").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  static boolean isNoisy(String watch) {
    return !watch.startsWith(STABLE);
  }

  /** Captures and approves the baselines of all suites, before the simulation begins. */
  static void capture(Wiring wiring, HandClock clock, Turns turns, long seed) throws Exception {
    Instant start = clock.instant();
    SplittableRandom random = new SplittableRandom(seed);
    Replay replay = new Replay(clock, clock::nanos, Duration.ofHours(1), done -> {});
    for (String name : List.of(STABLE, NOISY, SPREAD)) {
      Suite suite = wiring.suites(List.of(name)).get(0).suite();
      Duration apart = Duration.ofDays(name.equals(SPREAD) ? 1 : 0).dividedBy(REPEATS);
      clock.set(start.minus(apart.multipliedBy(REPEATS)).minusSeconds(60));
      Instant first = clock.instant();
      List<Capture> captures = new ArrayList<>();
      for (int i = 0; i < REPEATS; i++) {
        clock.advance(apart);
        SimulatedModel model =
            new SimulatedModel(isNoisy(name), Optional.empty(), random, clock, turns);
        captures.add(new Capture(i % 2, replay.run(suite, model, Order.asWritten(CASES))));
      }
      Provenance provenance =
          new Provenance(clock.instant(), first, "a test", "a test", "17", seed, REPEATS, 2);
      wiring.baselines().write(Captures.toBaseline(suite, captures, provenance));
      wiring.baselines().approve(name, "1", new Approval("a test", "simulated", clock.instant()));
    }
    clock.set(start);
  }
}
