package dev.canary.evidence;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A way in which runs become evidence; each lane gets a part of every deposit. */
public enum Lane {
  /** Bets in every run that a score stays below three times the largest captured one. */
  FAST(0.6),
  /** Bets once per decorrelation time on exceedances of the upper captured scores. */
  SLOW(0.15),
  /** Bets once per decorrelation time that the mean of S_rms has risen: slow, small drift. */
  BETTING(0.10),
  /** Ranks scores among all earlier ones, once per decorrelation time. */
  GROWING(0.15);

  /** All of them. */
  public static final Set<Lane> ALL = Collections.unmodifiableSet(EnumSet.allOf(Lane.class));

  /** Those whose guarantee holds given the captures drawn: all but the growing reference. */
  public static final Set<Lane> FIXED_REFERENCE =
      Collections.unmodifiableSet(EnumSet.of(FAST, SLOW, BETTING));

  private final double weight;

  Lane(double weight) {
    this.weight = weight;
  }

  /** Its part of each deposit while all lanes are on; those of lanes that are off are shared. */
  public double weight() {
    return weight;
  }

  /** True when it bets once per decorrelation time, and not at all without one. */
  public boolean isThinned() {
    return this != FAST;
  }
}
