package dev.canary.app.serve;

import dev.canary.app.job.Watched;
import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Place;
import dev.canary.suite.Range;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.suite.Suite.LatencyBudget;
import dev.canary.suite.TargetSpec;
import dev.canary.tensor.Tensor;
import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.WatchSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The daemon's own model as a watch. It is asked as the others are, over a connection of its own: a
 * prober that cannot have the known answers, or not in time, is at fault itself.
 */
final class SelfModel {
  /** The watch of the daemon itself. */
  static final String WATCH = "(daemon)";

  private static final String TYPE = "http";
  private static final String INPUT = "x";

  /** What a busy machine may take for an answer that costs nothing. */
  private static final Duration LIMIT = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Policy POLICY = new Policy(1, 1, 3, Duration.ofMinutes(1));

  /** The daemon as a watch: one fault is told at once, and is over after a minute without. */
  static Watched watched(Duration every, URI server) {
    WatchSettings settings =
        new WatchSettings(new ScheduleSpec.Every(every), POLICY, Optional.empty(), 1, false);
    return new Watched(WATCH, suite(server), Path.of(""), settings, Optional.empty());
  }

  private static Suite suite(URI server) {
    TargetSpec target =
        new TargetSpec(
            TYPE,
            new Place.Server(List.of(server)),
            Optional.of("1"),
            Optional.empty(),
            List.of(),
            Reset.none(),
            Map.of(
                "protocol", "generic",
                "request", "\"${input.x}\"",
                "outputs", "{\"y\": \"/y\"}",
                "timeouts.connect", PATIENCE.toString(),
                "timeouts.total", PATIENCE.toString()));
    return new Suite(
        WATCH,
        "The daemon's own model",
        target,
        OutputSpec.DEFAULT,
        Map.of(),
        List.of(known("zero", 0), known("one", 1), known("minus", -2.5)),
        1,
        Optional.of(new LatencyBudget(LIMIT, 1, LatencyBudget.Summary.MEDIAN)),
        false,
        TYPE);
  }

  private static Case known(String id, double x) {
    Range exactly = new Range(SelfServer.answer(x), SelfServer.answer(x));
    return new Case(
        id,
        Input.of(Map.of(INPUT, Tensor.ofDoubles(new int[] {1}, x))),
        List.of(),
        "its answer is known",
        new Expectation(Optional.empty(), Optional.of(exactly)),
        OptionalDouble.empty(),
        Optional.empty());
  }
}
