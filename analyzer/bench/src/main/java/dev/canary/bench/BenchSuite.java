package dev.canary.bench;

import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** A suite without inputs, for answers that are drawn. */
public final class BenchSuite {

  private BenchSuite() {}

  /** So many cases, each with one answer of this kind. */
  public static Suite of(OutputKind kind, int cases) {
    List<Case> all =
        IntStream.range(0, cases)
            .mapToObj(
                i ->
                    new Case(
                        "case-" + i,
                        new Input(Map.of(), Set.of()),
                        List.of("bench"),
                        "",
                        Expectation.NONE,
                        OptionalDouble.empty(),
                        Optional.empty()))
            .toList();
    TargetSpec target =
        new TargetSpec(
            "recorded",
            new Place.File(Path.of("none.csv")),
            Optional.of("1"),
            Optional.empty(),
            List.of(),
            Reset.none(),
            Map.of());
    return new Suite(
        "bench",
        "",
        target,
        OutputSpec.of(kind),
        Map.of(),
        all,
        Suite.DEFAULT_REPEATS,
        Optional.empty(),
        false,
        "sha256:0");
  }
}
