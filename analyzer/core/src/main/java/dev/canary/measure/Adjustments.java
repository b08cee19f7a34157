package dev.canary.measure;

import dev.canary.stats.PValueAdjustment;
import java.util.Arrays;
import java.util.List;

/** The adjustments of several p-values. */
final class Adjustments {
  static final List<Measure> ALL =
      List.of(
          measure(
              "holm",
              List.of("holm-bonferroni", "holm-adjustment"),
              "Holm: bounds the probability of any false rejection, under every dependence.",
              PValueAdjustment.HOLM),
          measure(
              "bh",
              List.of("benjamini-hochberg", "fdr", "fdr_bh", "false_discovery_control"),
              "Benjamini-Hochberg: bounds the share of false rejections, positive dependence.",
              PValueAdjustment.BENJAMINI_HOCHBERG),
          measure(
              "by",
              List.of("benjamini-yekutieli", "fdr_by"),
              "Benjamini-Yekutieli: bounds the share of false rejections, every dependence.",
              PValueAdjustment.BENJAMINI_YEKUTIELI));

  private Adjustments() {}

  private static Measure measure(
      String name, List<String> aliases, String says, PValueAdjustment adjustment) {
    return new Measure(
        name,
        aliases,
        Kind.ADJUSTMENT,
        says,
        List.of(),
        a ->
            Answer.of(
                says.substring(0, says.indexOf(':')) + " adjustment",
                Arrays.stream(adjustment.adjust(a.sample(Data.P_VALUES))).boxed().toList()));
  }
}
