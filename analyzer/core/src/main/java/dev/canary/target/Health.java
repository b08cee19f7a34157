package dev.canary.target;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a server said of itself around one replay: three observations beside the golden inferences,
 * because "up", "ready" and "right" are three different things.
 *
 * @param live whether the process answers
 * @param ready whether the protocol says that the model is ready
 * @param versions the model's version as each place tells it, by place: a rolling change shows as
 *     two versions in one place
 * @param cacheHits how many answers of this replay the server says it took from a cache
 * @param warmUp what was sent before anything was measured
 * @param remarks what a reader should know of this server, in sentences
 */
public record Health(
    Sign live,
    Sign ready,
    Map<String, Set<String>> versions,
    OptionalLong cacheHits,
    WarmUp warmUp,
    List<String> remarks) {
  public Health {
    Map<String, Set<String>> sorted = new TreeMap<>();
    versions.forEach((place, found) -> sorted.put(place, new TreeSet<>(found)));
    versions = Collections.unmodifiableMap(sorted);
    remarks = List.copyOf(remarks);
  }

  /**
   * The requests that were sent first to warm a server up, oldest first.
   *
   * @param latenciesNanos how long each took; empty when none was sent
   */
  public record WarmUp(List<Long> latenciesNanos) {
    /** Nothing was sent. */
    public static final WarmUp NONE = new WarmUp(List.of());

    public WarmUp {
      latenciesNanos = List.copyOf(latenciesNanos);
    }
  }
}
