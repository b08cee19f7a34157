package dev.canary.quality;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.SuiteScores;
import dev.canary.check.HeldOut;
import dev.canary.suite.Suite;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The smallest movements that a suite can see, case by case and all together.
 *
 * <p>A bit-stable case sees what leaves its precision class, |delta| &gt; c x U. Any other sees, in
 * one run, what takes S_max beyond its limit L = 3 x max(largest held-out score, 1): a movement of
 * one number that scores L x max(scale, floor). When all cases move alike, they are seen as soon as
 * the most sensitive of them is, or S_rms is beyond its own limit: with m_i the share that takes
 * case i there alone, and z in proportion to the movement, at
 *
 * <pre>
 * sqrt(n / sum of 1 / m_i^2)    over n cases, of which those that are bit-stable stand still
 * </pre>
 *
 * <p>Source: the product's statistics, section 1, "The class rule" and "What one run decides".
 *
 * <p>Movements are those of an output. What they take inside the model depends on the model, above
 * all where a case is {@link Advice.Kind#SATURATED}.
 *
 * @param cases the smallest movement of each case with numbers that can be judged, in the order of
 *     the suite
 * @param together as a share of U, when cases that are not bit-stable move alike; empty where there
 *     are none
 */
public record Sensitivity(List<Smallest> cases, OptionalDouble together) {
  public Sensitivity {
    cases = List.copyOf(cases);
  }

  /**
   * The smallest movement of one case.
   *
   * @param id of the case
   * @param output that shows it first
   * @param movement in the output's own units; infinite where none would be enough
   * @param share of U, which is 1 for probabilities
   */
  public record Smallest(String id, String output, double movement, double share) {}

  /** What one run sees. */
  public static Sensitivity ofOneRun(Suite suite, Baseline baseline) {
    HeldOut max = new HeldOut(baseline, SuiteScores::max);
    if (!max.isEnough()) {
      return new Sensitivity(
          smallest(Trusted.of(suite, baseline).stream().filter(Trusted::bitStable).toList(), 1),
          OptionalDouble.empty());
    }
    return beyond(suite, baseline, max.limit(), new HeldOut(baseline, SuiteScores::rms).limit());
  }

  /**
   * What scores above these limits.
   *
   * @param max the limit of S_max, in noise floors
   * @param rms the limit of S_rms
   */
  public static Sensitivity beyond(Suite suite, Baseline baseline, double max, double rms) {
    List<Trusted> all = Trusted.of(suite, baseline);
    List<Trusted> moving = all.stream().filter(trusted -> !trusted.bitStable()).toList();
    return new Sensitivity(smallest(all, max), together(moving, suite.cases().size(), max, rms));
  }

  private static OptionalDouble together(List<Trusted> moving, int cases, double max, double rms) {
    OptionalDouble first = smallest(moving, max).stream().mapToDouble(Smallest::share).min();
    double squares =
        smallest(moving, rms).stream().mapToDouble(one -> Math.pow(one.share(), -2)).sum();
    return first.isEmpty()
        ? first
        : OptionalDouble.of(Math.min(first.getAsDouble(), Math.sqrt(cases / squares)));
  }

  /** The most sensitive case; empty where no case has numbers that can be judged. */
  public Optional<Smallest> best() {
    return cases.stream().min(Comparator.comparingDouble(Smallest::share));
  }

  private static List<Smallest> smallest(List<Trusted> all, double z) {
    Map<Integer, Smallest> byCase = new LinkedHashMap<>();
    for (Trusted trusted : all) {
      byCase.merge(
          trusted.position(), smallest(trusted, z), (a, b) -> b.share() < a.share() ? b : a);
    }
    return List.copyOf(byCase.values());
  }

  private static Smallest smallest(Trusted trusted, double z) {
    return trusted.rows().stream()
        .map(
            row -> {
              double movement = movement(trusted, row, z);
              double share = movement / trusted.ruler().unitOf(row);
              return new Smallest(trusted.id(), trusted.output(), movement, share);
            })
        .min(Comparator.comparingDouble(Smallest::share))
        .orElseThrow();
  }

  private static double movement(Trusted trusted, double[] row, double z) {
    return trusted.bitStable()
        ? trusted.ruler().explained(row, 0)
        : trusted.ruler().visible(row, trusted.scale(), z);
  }
}
