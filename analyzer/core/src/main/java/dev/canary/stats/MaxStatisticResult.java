package dev.canary.stats;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * The result of a {@link MaxStatisticTest}: one statistic and one adjusted p-value a coordinate.
 *
 * <p>As a {@link TestResult} it answers for all coordinates together: the largest statistic and the
 * smallest adjusted p-value, which needs no further adjustment.
 *
 * @param statistics of the coordinates, not negative
 * @param pValues the adjusted p-values of the coordinates, in (0, 1]
 * @param method "exact" or "monte-carlo"
 * @param assignments how many assignments of signs were looked at
 * @param seed the seed of the random assignments; empty if all were enumerated
 */
public record MaxStatisticResult(
    List<Double> statistics,
    List<Double> pValues,
    String method,
    long assignments,
    OptionalLong seed)
    implements TestResult {

  /**
   * Copies the lists and checks the guarantee of {@link TestResult}.
   *
   * @throws IllegalArgumentException if the lists are empty or differ in length, if a statistic is
   *     not finite or if a p-value is outside (0, 1]
   */
  public MaxStatisticResult {
    statistics = List.copyOf(statistics);
    pValues = List.copyOf(pValues);
    if (statistics.isEmpty() || statistics.size() != pValues.size()) {
      throw new IllegalArgumentException(
          statistics.size() + " statistics and " + pValues.size() + " p-values");
    }
    for (int j = 0; j < statistics.size(); j++) {
      PValues.requireValid(statistics.get(j), pValues.get(j));
    }
  }

  @Override
  public double statistic() {
    return Collections.max(statistics);
  }

  @Override
  public double pValue() {
    return Collections.min(pValues);
  }
}
