package dev.canary.stats;

/** What swapping one of two pairs (a, b) and (c, d), by a kernel k, would turn round. */
interface PairContrast {

  /** Returns k(a, c) + k(b, d) - k(a, d) - k(b, c). */
  double of(PairGeometry pairs);

  /** Returns a magnitude of whose last digits the rounding errors of {@link #of} are multiples. */
  double scale(PairGeometry pairs);
}
