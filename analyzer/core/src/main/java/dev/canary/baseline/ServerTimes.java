package dev.canary.baseline;

import dev.canary.replay.Run;
import dev.canary.target.Health;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How long a server says it computed, in nanoseconds: for each case where its answers tell it of
 * every one, else one mean over the replay where its statistics do.
 */
public final class ServerTimes {
  private ServerTimes() {}

  /** Of one capture: as many as there are cases, or one mean; empty where nobody tells. */
  private static Optional<long[]> of(Run run) {
    long[] ofCases =
        run.observations().stream()
            .flatMap(o -> o.exchange().stream())
            .map(exchange -> exchange.phases().serverNanos())
            .flatMapToLong(OptionalLong::stream)
            .toArray();
    return ofCases.length == run.observations().size()
        ? Optional.of(ofCases)
        : run.health()
            .flatMap(Health::computing)
            .map(computing -> new long[] {Math.round(computing.meanComputeNanos())});
  }

  /** Of all captures alike; none unless each tells. */
  static List<long[]> of(List<Capture> captures) {
    List<long[]> all = new ArrayList<>();
    for (Capture capture : captures) {
      Optional<long[]> told = of(capture.run());
      if (told.isEmpty()) {
        return List.of();
      }
      all.add(told.get());
    }
    return alike(all);
  }

  /** Those of older captures and of newer ones. */
  static List<long[]> and(List<long[]> before, List<long[]> added) {
    return before.isEmpty() || added.isEmpty()
        ? List.of()
        : alike(Stream.concat(before.stream(), added.stream()).toList());
  }

  private static List<long[]> alike(List<long[]> all) {
    boolean mixed = all.stream().mapToInt(times -> times.length).distinct().count() > 1;
    return mixed ? means(all) : all;
  }

  /** One mean for each capture, whatever was told. */
  public static List<long[]> means(List<long[]> captured) {
    return captured.stream()
        .map(times -> new long[] {Math.round(Arrays.stream(times).average().orElse(0))})
        .toList();
  }
}
