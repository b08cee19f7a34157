package dev.canary.event;

import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run was about: which watch, which of its replicas, where, and how much of its suite.
 *
 * @param watch the watch it belongs to; the name of a replica's watch ends in the replica's
 * @param replica the one of several addresses that answered, as in {@code 10.0.0.7:8000}
 * @param region where the watched deployment is, as its settings say
 * @param tier how much of the suite was sent
 * @param staleAfter how long after a run without another one the watch counts as silent; empty
 *     where nobody knows
 */
public record Scope(
    String watch,
    Optional<String> replica,
    Optional<String> region,
    Tier tier,
    Optional<Duration> staleAfter) {
  private static final String SMOKE = "+smoke";

  /** The whole of a watch that names neither replica nor region. */
  public static Scope of(String watch) {
    return new Scope(watch, Optional.empty(), Optional.empty(), Tier.GOLDEN, Optional.empty());
  }

  /** The same watch, sent so much of its suite. */
  public Scope of(Tier other) {
    return new Scope(watch, replica, region, other, staleAfter);
  }

  /** The same, which counts as silent so long after a run. */
  public Scope staleAfter(Duration silence) {
    return new Scope(watch, replica, region, tier, Optional.of(silence));
  }

  /** The id of the run that was due at an instant; those of two tiers never clash. */
  public String idAt(Instant scheduled) {
    String id = watch + "@" + scheduled;
    return switch (tier) {
      case GOLDEN -> id;
      case SMOKE -> id + SMOKE;
    };
  }
}
