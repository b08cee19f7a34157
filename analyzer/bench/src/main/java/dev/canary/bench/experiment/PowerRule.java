package dev.canary.bench.experiment;

import java.util.Locale;

/** The tests whose power is set side by side. */
enum PowerRule {
  /** Of two heaps: exact. */
  KOLMOGOROV_SMIRNOV,
  /** Of two heaps: by dealing the pool anew. */
  ENERGY,
  /** Of pairs: is the mean difference further from 0 than chance? */
  SIGN_FLIP,
  /** Of pairs, by held-out captures: the largest movement in units of the case's noise. */
  NOISE_FLOOR_MAX,
  /** The same by the mean of squared movements. */
  NOISE_FLOOR_RMS,
  /** The same by the number of labels never seen in captures. */
  LABEL_FLIPS;

  /** Whether it forgets which answer belongs to which case. */
  boolean seesHeaps() {
    return this == KOLMOGOROV_SMIRNOV || this == ENERGY;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
