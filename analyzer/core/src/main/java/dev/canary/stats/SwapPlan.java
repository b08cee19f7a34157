package dev.canary.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** When to enumerate, and what to draw otherwise. */
record SwapPlan(int assignments, long seed) {

  static final int EXACT_LIMIT = 20;

  static final SwapPlan DEFAULTS = new SwapPlan(9_999, 1);

  SwapPlan {
    if (assignments < 1) {
      throw new IllegalArgumentException("assignments is " + assignments + ": it must be positive");
    }
  }

  SwapPlan withAssignments(int option) {
    return new SwapPlan(option, seed);
  }

  SwapPlan withSeed(long option) {
    return new SwapPlan(assignments, option);
  }

  String name() {
    return assignments + " assignments and seed " + seed + " where drawn";
  }

  SwapResult result(double statistic, Swaps swaps, OptionalDouble bandwidth) {
    if (swaps.count() <= EXACT_LIMIT) {
      long all = 1L << swaps.count();
      double p = swaps.enumerate() / (double) all;
      return new SwapResult(statistic, p, "exact", all, OptionalLong.empty(), bandwidth);
    }
    double p = (swaps.draw(assignments, seed) + 1.0) / (assignments + 1.0);
    return new SwapResult(
        statistic, p, "monte-carlo", assignments, OptionalLong.of(seed), bandwidth);
  }
}
