package dev.canary.stats;

import java.util.Arrays;

/**
 * The ranks of |differences| by sign, each doubled so that it is a whole number.
 *
 * <p>The ranks start after {@code offset} zeros, which are ranked but have no sign.
 */
final class SignedRanks {

  private final Midranks ranks;
  private final int zeros;
  private final int offset;

  private SignedRanks(Midranks ranks, int zeros, int offset) {
    this.ranks = ranks;
    this.zeros = zeros;
    this.offset = offset;
  }

  static SignedRanks of(double[] differences, WilcoxonTest.Zeros zeros) {
    double[] up = Arrays.stream(differences).filter(d -> d > 0).sorted().toArray();
    double[] down = Arrays.stream(differences).filter(d -> d < 0).map(d -> -d).sorted().toArray();
    int none = differences.length - up.length - down.length;
    int offset =
        switch (zeros) {
          case WILCOX -> 0;
          case PRATT, ZSPLIT -> none;
        };
    return new SignedRanks(Midranks.of(up, down), none, offset);
  }

  /** The number of differences that are not zero. */
  int count() {
    return ranks.n() + ranks.m();
  }

  /** The number of zeros, whether they are ranked or not. */
  int zeros() {
    return zeros;
  }

  /** Whether some |differences| are equal, or some differences are zero. */
  boolean tied() {
    return zeros > 0 || ranks.hasTies();
  }

  /** Twice the sum of the ranks of the positive differences. */
  long doubledPlus() {
    return ranks.doubledRankSum() + 2L * offset * ranks.n();
  }

  /** Twice the sum of the ranks of all differences that are not zero. */
  long doubledTotal() {
    return count() * (count() + 1L) + 2L * offset * count();
  }

  /** Twice the rank of each difference that is not zero, in ascending order. */
  long[] doubled() {
    long[] doubled = new long[count()];
    int before = 0;
    for (int group = 0; group < ranks.groups(); group++) {
      int size = ranks.size(group);
      Arrays.fill(doubled, before, before + size, 2L * (offset + before) + size + 1);
      before += size;
    }
    return doubled;
  }

  /** The sum of t<sup>3</sup> - t over all groups of t equal differences that are not zero. */
  double tieSum() {
    return ranks.tieSum();
  }
}
