package dev.canary.evidence;

/**
 * Where each number of an {@link EvidenceState} stands. The layout is the same for every design, so
 * that a changed share of the budget or a lane switched off leaves the evidence held where it is. A
 * change here is a new {@link #FORMAT}.
 */
final class Slots {

  static final int FORMAT = 2;

  static final int SCORES = Score.values().length;
  static final int BETS = Exceedance.BETS.length;

  /** Largest number of captured scores that the slow lane bets on. */
  static final int SLOW_RANKS = 2;

  // Scalars.
  static final int FORMAT_AT = 0;
  static final int RUNS = 1;
  static final int ALERTS = 2;

  /** Bets of the thinned lanes so far. */
  static final int THINNED_BETS = 3;

  /** Counted nanoseconds since the last thinned bet. */
  static final int SINCE_BET = 4;

  /** Deposits of runs without a bet, which wait for the next; one slot each. */
  static final int PENDING_FAST = 5;

  static final int PENDING_THINNED = 6;

  /** The days of the creep report: number of the current one, counted nanoseconds into it. */
  static final int DAY = 7;

  static final int IN_DAY = 8;

  // The logarithm of what each group of cells holds together, so that a run adds up few numbers.
  static final int TOTAL_FAST = 9;
  static final int TOTAL_SLOW = 10;
  static final int TOTAL_BETTING = 11;
  static final int TOTAL_GROWING = 12;

  // Cells: the logarithm of a weighted M each.
  static final int FAST = TOTAL_GROWING + SCORES;
  static final int SLOW = FAST + SCORES * BETS;
  static final int BETTING = SLOW + SCORES * SLOW_RANKS * BETS;
  static final int GROWING = BETTING + BettingLane.STAKES;

  // All logarithms.
  static final int LOGS = TOTAL_FAST;
  static final int LOGS_END = GROWING + SCORES * GrowingLane.KAPPAS.length;

  /** The counts of the growing reference, by score and bin. */
  static final int COUNTS = LOGS_END;

  /** The mean of S_rms by day, as a ring, and then the number of runs behind each. */
  static final int DAY_MEANS = COUNTS + SCORES * GrowingLane.BINS;

  static final int DAY_RUNS = DAY_MEANS + CreepRing.DAYS;

  /** The mean age in counted nanoseconds of what each cell holds. */
  static final int AGES = DAY_RUNS + CreepRing.DAYS;

  /** Counted nanoseconds since the last bet of the fast lane. */
  static final int SINCE_FAST = AGES + LOGS_END - FAST;

  static final int LENGTH = SINCE_FAST + 1;

  private Slots() {}

  /** True for numbers that are logarithms, which may be -infinity; all others count something. */
  static boolean isLogarithm(int slot) {
    return slot >= LOGS && slot < LOGS_END;
  }
}
