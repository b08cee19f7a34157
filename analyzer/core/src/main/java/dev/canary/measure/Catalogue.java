package dev.canary.measure;

import java.util.List;
import java.util.stream.Stream;

/** Every measure that can be asked for by name. */
public final class Catalogue {
  private static final List<Measure> MEASURES =
      Stream.of(
              TwoSampleMeasures.ALL,
              PairedMeasures.ALL,
              LabelMeasures.ALL,
              TableMeasures.ALL,
              NoiseFloorMeasures.ALL,
              MultivariateMeasures.ALL,
              DistanceMeasures.ALL,
              PairedDistances.ALL,
              HistogramMeasures.ALL,
              Adjustments.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  /** All measures, kind by kind. */
  public static List<Measure> measures() {
    return MEASURES;
  }

  /**
   * The measure of a name or an alias, in any case, with or without hyphens.
   *
   * @throws IllegalArgumentException if there is none, naming all there are
   */
  public static Measure measure(String name) {
    String plain = Parameter.plain(name);
    return MEASURES.stream()
        .filter(measure -> measure.isCalled(plain))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    List<String> known = MEASURES.stream().map(Measure::name).toList();
    String found = name.isEmpty() ? "test is missing" : "there is no test \"" + name + "\"";
    return found + "; allowed: " + Spelling.allowed(name, known);
  }
}
