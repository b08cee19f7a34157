package dev.canary.stats;

import java.math.BigInteger;
import java.util.function.LongUnaryOperator;

/**
 * The hypergeometric distribution of how many of {@code drawn} values, out of {@code marked} marked
 * and {@code others} other ones, are marked, and what was observed.
 */
record Draw(long marked, long others, long drawn, long observed) {

  /** Logarithms that are further apart than this differ whatever rounding did to them. */
  private static final double CLOSE = 1e-9;

  /** The longest product that is compared in whole numbers. */
  private static final long LONGEST = 200_000;

  /** The upper left count of a table of two rows and two columns, given all sums. */
  static Draw of(long[][] counts) {
    return new Draw(
        counts[0][0] + counts[0][1],
        counts[1][0] + counts[1][1],
        counts[0][0] + counts[1][0],
        counts[0][0]);
  }

  /** Counts the marked values that were not drawn. */
  Draw mirrored() {
    return new Draw(marked, others, marked + others - drawn, marked - observed);
  }

  /** Returns the logarithm of the probability of at most the observed number. */
  double logAtMost() {
    if (observed <= mode()) {
      return logLowerTail(observed);
    }
    long next = observed + 1;
    return next > largest() ? 0 : Math.log1p(-Math.exp(logUpperTail(next)));
  }

  /** Returns the logarithm of the probability of all numbers that are not likelier. */
  double logNoLikelier() {
    long mode = mode();
    if (observed == mode) {
      return 0;
    }
    if (observed > mode) {
      return mirrored().logNoLikelier();
    }
    LogSum sum = new LogSum();
    sum.add(logLowerTail(observed));
    long first = firstNoLikelier(mode);
    if (first <= largest()) {
      sum.add(logUpperTail(first));
    }
    return sum.log();
  }

  private long largest() {
    return Math.min(marked, drawn);
  }

  /** The likeliest number, the larger one of two. */
  private long mode() {
    return BigInteger.valueOf(marked + 1)
        .multiply(BigInteger.valueOf(drawn + 1))
        .divide(BigInteger.valueOf(marked + others + 2))
        .longValueExact();
  }

  private double log(long x) {
    return Saddlepoint.logHypergeometric(
        (double) x, (double) drawn, (double) marked, (double) others);
  }

  /** The smallest number from the mode upwards that is not likelier than the observed one. */
  private long firstNoLikelier(long mode) {
    double log = log(observed);
    long low = mode;
    long high = largest() + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      double apart = log(middle) - log;
      boolean likelier = Math.abs(apart) > CLOSE ? apart > 0 : isLikelier(middle);
      if (likelier) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Compares the probability of x, which is above the observed number, in whole numbers. */
  private boolean isLikelier(long x) {
    if (x - observed > LONGEST) {
      return false;
    }
    long left = others - drawn;
    BigInteger here =
        product(observed + 1, x, t -> marked - t + 1)
            .multiply(product(observed + 1, x, t -> drawn - t + 1));
    BigInteger there =
        product(observed + 1, x, t -> t).multiply(product(observed + 1, x, t -> left + t));
    return here.compareTo(there) > 0;
  }

  private static BigInteger product(long from, long to, LongUnaryOperator factor) {
    if (from > to) {
      return BigInteger.ONE;
    }
    if (from == to) {
      return BigInteger.valueOf(factor.applyAsLong(from));
    }
    long middle = from + (to - from) / 2;
    return product(from, middle, factor).multiply(product(middle + 1, to, factor));
  }

  /** The tail downwards from a number that is not above the mode, where terms only shrink. */
  private double logLowerTail(long from) {
    double sum = 1;
    double term = 1;
    for (long x = from; term > sum * 1e-17 && x > 0; x--) {
      term *= (double) x / (marked - x + 1) * (others - drawn + x) / (drawn - x + 1);
      sum += term;
    }
    return log(from) + Math.log(sum);
  }

  /** The tail upwards from a number that is not below the mode. */
  private double logUpperTail(long from) {
    double sum = 1;
    double term = 1;
    for (long x = from; term > sum * 1e-17 && x < largest(); x++) {
      term *= (double) (marked - x) / (x + 1) * (drawn - x) / (others - drawn + x + 1);
      sum += term;
    }
    return log(from) + Math.log(sum);
  }
}
