package dev.canary.bench.experiment;

/**
 * What the command line settles.
 *
 * @param repeats how many independent models, or repeats of a delay
 * @param runs how many runs a model is watched for
 * @param seed all chance is drawn from it
 * @param threads how many repeats are simulated at a time; without influence on any figure
 */
record Settings(int repeats, int runs, long seed, int threads) {
  /** 90 days at 10 s: the period of the budget. */
  static final int PERIOD = 777_600;

  Settings {
    if (repeats < 1 || runs < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "repeats, runs and threads must be at least 1, found %d, %d, %d"
              .formatted(repeats, runs, threads));
    }
  }

  /** How many suites are watched where so many single numbers are: they cost more. */
  int suites() {
    return Math.max(2, repeats / 5);
  }

  Settings withRepeats(int other) {
    return new Settings(other, runs, seed, threads);
  }

  /** What a count over the runs is in a whole period. */
  double perPeriod(double count) {
    return count * PERIOD / runs;
  }
}
