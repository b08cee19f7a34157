package dev.canary.bench.experiment;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Generators by seed and place, so that a repeat draws the same numbers on whatever thread. */
final class Seeds {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Seeds() {}

  /** The generator of one repeat. */
  static UniformRandomProvider generator(long seed, long repeat, String... place) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(of(seed, repeat, place));
  }

  /** SplitMix64 over the seed, the number of the repeat and each word of the place. */
  private static long of(long seed, long repeat, String... place) {
    long mixed = mix(mix(seed + GOLDEN) + GOLDEN * (repeat + 1));
    for (String word : place) {
      mixed = mix(mixed + GOLDEN * (word.hashCode() + 1L));
    }
    return mixed;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
