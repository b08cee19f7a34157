package dev.canary.bench.experiment;

import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;

/** When captures are made. */
enum Plan {
  /** One directly after another. */
  BURST,
  /** At random times of one day. */
  DAY,
  /** One decorrelation time apart. */
  APART;

  /** A day at 10 s. */
  private static final int RUNS_A_DAY = 8_640;

  /**
   * The numbers of the runs that are captured, ascending. Where a day has too few runs for so many
   * captures, they are spread over twice as many runs as there are captures.
   */
  int[] runs(int captures, Noise noise, UniformRandomProvider random) {
    TreeSet<Integer> runs = new TreeSet<>();
    for (int i = 0; runs.size() < captures; i++) {
      runs.add(
          switch (this) {
            case BURST -> i;
            case DAY -> random.nextInt(Math.max(RUNS_A_DAY, 2 * captures));
            case APART -> i * noise.decorrelation();
          });
    }
    return runs.stream().mapToInt(Integer::intValue).toArray();
  }
}
