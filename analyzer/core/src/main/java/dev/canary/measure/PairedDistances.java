package dev.canary.measure;

import dev.canary.stats.Cosine;
import dev.canary.stats.EffectSizes;
import dev.canary.stats.KendallDistance;
import dev.canary.stats.LargestDifference;
import dev.canary.stats.PairedDistance;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** The distances of pairs of numbers, and effect sizes, which are distances with a sign. */
final class PairedDistances {
  static final List<Measure> ALL =
      List.of(
          distance(
              "cosine",
              List.of("cosine-distance"),
              "Cosine distance: one minus the cosine of the angle between x and y.",
              Cosine.withDefaults()),
          distance(
              "kendall-distance",
              List.of("tau-distance"),
              "Kendall distance: one minus tau-b.",
              KendallDistance.withDefaults()),
          distance(
              "chebyshev",
              List.of("largest-difference", "largest-movement", "max-abs-difference"),
              "The largest difference between x[i] and y[i].",
              LargestDifference.withDefaults()),
          effect(
              "rank-biserial",
              List.of("matched-pairs-rank-biserial"),
              Kind.PAIRED_DISTANCE,
              "Rank-biserial correlation of pairs, the effect size of wilcoxon.",
              EffectSizes::rankBiserial),
          effect(
              "cohens-dz",
              List.of("cohen-dz", "dz", "d_z"),
              Kind.PAIRED_DISTANCE,
              "Cohen's d of pairs, the effect size of paired-t.",
              EffectSizes::cohensDz),
          effect(
              "cliffs-delta",
              List.of("cliff-delta", "cliff", "cliff.delta"),
              Kind.SAMPLE_DISTANCE,
              "Cliff's delta: P(X > Y) - P(X < Y), the effect size of mann-whitney.",
              EffectSizes::cliffsDelta),
          effect(
              "cohens-d",
              List.of("cohen-d", "cohen.d"),
              Kind.SAMPLE_DISTANCE,
              "Cohen's d of two samples: the difference of means over the pooled deviation.",
              EffectSizes::cohensD));

  private PairedDistances() {}

  private static Measure distance(
      String name, List<String> aliases, String says, PairedDistance distance) {
    return new Measure(
        name,
        aliases,
        Kind.PAIRED_DISTANCE,
        says,
        List.of(),
        a -> Answer.of(distance.between(a.sample(Data.X), a.sample(Data.Y))));
  }

  private static Measure effect(
      String name,
      List<String> aliases,
      Kind kind,
      String says,
      ToDoubleBiFunction<double[], double[]> size) {
    String title = says.substring(0, Math.max(says.indexOf(':'), says.indexOf(',')));
    return new Measure(
        name,
        aliases,
        kind,
        says,
        List.of(),
        a -> Answer.of(title, size.applyAsDouble(a.sample(Data.X), a.sample(Data.Y))));
  }
}
