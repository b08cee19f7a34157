package dev.canary.target;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param computing how long it says it computed for this replay, where it keeps statistics of its
 *     inferences and they are of no other requests
 * @param warmUp what was sent before anything was measured
 * @param remarks what a reader should know of this server, in sentences
 */
public record Health(
    Sign live,
    Sign ready,
    Map<String, Set<String>> versions,
    OptionalLong cacheHits,
    Optional<Computing> computing,
    WarmUp warmUp,
    List<String> remarks) {
  public Health {
    Map<String, Set<String>> sorted = new TreeMap<>();
    versions.forEach((place, found) -> sorted.put(place, new TreeSet<>(found)));
    versions = Collections.unmodifiableMap(sorted);
    remarks = List.copyOf(remarks);
  }

  /** A server that keeps no statistics of its inferences. */
  public Health(
      Sign live,
      Sign ready,
      Map<String, Set<String>> versions,
      OptionalLong cacheHits,
      WarmUp warmUp,
      List<String> remarks) {
    this(live, ready, versions, cacheHits, Optional.empty(), warmUp, remarks);
  }

  /**
   * What a server's statistics say of the inferences of one replay, and of those alone.
   *
   * @param inferences how many there were, 1 at least
   * @param computeNanos of all of them: reading inputs, inferring, writing outputs
   * @param queueNanos that all of them waited for their turn
   */
  public record Computing(long inferences, long computeNanos, long queueNanos) {
    /**
     * @throws IllegalArgumentException without an inference
     */
    public Computing {
      if (inferences < 1) {
        throw new IllegalArgumentException("statistics of " + inferences + " inferences");
      }
    }

    /** How long one inference was computed, on the mean. */
    public double meanComputeNanos() {
      return (double) computeNanos / inferences;
    }

    /** How long one inference waited for its turn, on the mean. */
    public double meanQueueNanos() {
      return (double) queueNanos / inferences;
    }
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
