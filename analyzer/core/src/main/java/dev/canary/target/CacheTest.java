package dev.canary.target;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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

  private static final int REQUESTS = 3;

  /** Sends the case that is tested. */
  @FunctionalInterface
  public interface Sender {
    /**
     * Sends it once.
     *
     * @param nonce what makes it differ from what was sent before
     * @param id of the request
     * @throws PredictionException if it is not answered
     */
    Exchange send(Nonce nonce, String id) throws PredictionException;
  }

  /**
   * Sends a case three times as it is, with one id, and in turn three times with other low bits in
   * its floats, each with an id of its own.
   *
   * @param ids a new one each time
   * @param counters what the server says it has counted until now
   * @throws PredictionException if a request is not answered, or the case has no floats
   */
  public static CacheTest of(Sender sender, Supplier<String> ids, Supplier<Counted> counters)
      throws PredictionException {
    Counted before = counters.get();
    String id = ids.get();
    List<Long> same = new ArrayList<>();
    List<Long> other = new ArrayList<>();
    Optional<String> marked = Optional.empty();
    for (int i = 0; i < REQUESTS; i++) {
      Exchange again = sender.send(Nonce.NONE, id);
      same.add(again.phases().totalNanos());
      marked = marked.or(() -> Optional.ofNullable(again.facts().get(Exchange.CACHED)));
      other.add(sender.send(Nonce.ULP, ids.get()).phases().totalNanos());
    }
    OptionalLong hits = new Tally(before, counters.get(), 2 * REQUESTS).cacheHits();
    return new CacheTest(same, other, marked, hits);
  }

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
