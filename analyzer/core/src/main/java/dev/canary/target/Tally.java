package dev.canary.target;

import dev.canary.target.Counted.Inferences;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server counted over one replay: the difference between what it told before and after.
 *
 * @param ours how many requests of this replay it answered with success
 */
public record Tally(Counted before, Counted after, long ours) {

  /** How many answers it took from its cache; empty if it does not count them. */
  public OptionalLong cacheHits() {
    if (before.cacheHits().isEmpty() || after.cacheHits().isEmpty()) {
      return OptionalLong.empty();
    }
    long hits = after.cacheHits().getAsLong() - before.cacheHits().getAsLong();
    // Fewer than before: it was started anew.
    return hits < 0 ? OptionalLong.empty() : OptionalLong.of(hits);
  }

  /** How long it computed for this replay; empty unless it computed for this replay alone. */
  public Optional<Health.Computing> computing() {
    return counted()
        .filter(all -> all.answered() == ours && all.computed() == ours)
        .map(all -> new Health.Computing(ours, all.computeNanos(), all.queueNanos()));
  }

  /** Why its statistics are of no use, in a sentence. */
  public Optional<String> remark() {
    return counted()
        .filter(all -> all.answered() != ours)
        .map(
            all ->
                ("the server counted %d inferences, of which this replay had %d: its statistics"
                        + " of time are of other requests, too, and are left out")
                    .formatted(all.answered(), ours));
  }

  private Optional<Inferences> counted() {
    return ours == 0
        ? Optional.empty()
        : before
            .inferences()
            .flatMap(then -> after.inferences().map(now -> now.since(then)))
            .filter(all -> all.answered() >= ours);
  }
}
