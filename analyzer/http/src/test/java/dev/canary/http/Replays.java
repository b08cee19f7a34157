package dev.canary.http;

import dev.canary.replay.Observation;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.replay.Workers;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Whole replays of small suites against a server. */
final class Replays {
  static final Function<String, Optional<String>> NO_ENVIRONMENT = name -> Optional.empty();

  private Replays() {}

  static TargetSpec spec(URI address, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("protocol", "kserve-v2");
    return new TargetSpec(
        "http",
        new Place.Server(List.of(address)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Reset.none(),
        all);
  }

  static Target open(URI address, Map<String, String> options) throws LoadException {
    return open(address, options, NO_ENVIRONMENT);
  }

  static Target open(
      URI address, Map<String, String> options, Function<String, Optional<String>> environment)
      throws LoadException {
    return new HttpProvider(environment).open(spec(address, options));
  }

  /** A case of one row. */
  static Case row(String id, float a, float b) {
    return Case.of(id, Input.of(Map.of("x", Tensor.ofFloats(new int[] {1, 2}, a, b))));
  }

  /** So many cases: the k-th sums k and a half. */
  static List<Case> rows(int count) {
    return IntStream.range(0, count).mapToObj(k -> row("case-" + k, k, 0.5f)).toList();
  }

  /** So many cases against a server. */
  static Run run(ModelStub server, int cases, Map<String, String> options) throws LoadException {
    try (Target target = open(server.address(), options)) {
      return run(target, rows(cases));
    }
  }

  static Run run(Target target, List<Case> cases) {
    return run(target, cases, Workers.ONE);
  }

  static Run run(Target target, List<Case> cases, Workers workers) {
    Suite suite = suite(cases);
    return new Replay(
            Clock.systemUTC(), System::nanoTime, Duration.ofSeconds(60), done -> {}, workers)
        .run(suite, target, Order.asWritten(cases.size()));
  }

  /** Threads that send at once. */
  static Workers threads() {
    return (positions, width, send) -> {
      ExecutorService pool = Executors.newFixedThreadPool(width);
      try {
        List<Future<?>> sent = new ArrayList<>();
        positions.forEach(position -> sent.add(pool.submit(() -> send.accept(position))));
        for (Future<?> each : sent) {
          each.get();
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      } finally {
        pool.shutdownNow();
      }
    };
  }

  static Observation.Answered answered(Run run, int position) {
    return (Observation.Answered) run.observations().get(position);
  }

  /** What was answered to a case. */
  static double[] sums(Run run, int position) {
    return Objects.requireNonNull(answered(run, position).output().tensors().get("y")).toDoubles();
  }

  static Observation.Failed failed(Run run, int position) {
    return (Observation.Failed) run.observations().get(position);
  }

  private static Suite suite(List<Case> cases) {
    return new Suite(
        "sums",
        "",
        TargetSpec.of("http", Path.of("unused")),
        OutputSpec.DEFAULT,
        Map.of(),
        cases,
        Suite.DEFAULT_REPEATS,
        Optional.empty(),
        false,
        "sha256:cases");
  }
}
