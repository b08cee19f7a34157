package dev.canary.http;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one request sent several times, beside requests that differ from it in their last
 * bits: a cache answers the first kind without the model.
 *
 * @param sameNanos how long each of the same requests took, oldest first
 * @param otherNanos how long each of the others took
 * @param marked the header by which an answer to a repeated request said that it is cached
 * @param hits how many answers the server says it took from its cache meanwhile
 */
public record CacheTest(
    List<Long> sameNanos, List<Long> otherNanos, Optional<String> marked, OptionalLong hits) {
  /** A cached answer is at least so much faster than the model's. */
  private static final long FASTER = 5;

  public CacheTest {
    sameNanos = List.copyOf(sameNanos);
    otherNanos = List.copyOf(otherNanos);
  }

  /** Why this server is believed to answer from a cache, in a sentence; empty if it is not. */
  public Optional<String> cached() {
    if (marked.isPresent()) {
      return Optional.of("a repeated request was answered with " + marked.get());
    }
    if (hits.orElse(0) > 0) {
      return Optional.of("the server counted %d cache hits meanwhile".formatted(hits.getAsLong()));
    }
    if (sameNanos.size() < 2 || otherNanos.isEmpty()) {
      return Optional.empty();
    }
    // The first of the same requests fills the cache.
    long same = Collections.max(sameNanos.subList(1, sameNanos.size()));
    long other = Collections.min(otherNanos);
    return same * FASTER < other
        ? Optional.of(
            "repeated requests took %.1f ms at most, others %.1f ms at least"
                .formatted(same / 1e6, other / 1e6))
        : Optional.empty();
  }
}
