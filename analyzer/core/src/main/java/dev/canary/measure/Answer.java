package dev.canary.measure;

import dev.canary.stats.Distance;
import dev.canary.stats.TestResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a measure answers.
 *
 * @param name what was computed, with every choice that changes the number
 * @param statistic the statistic of a test or the value of a distance; empty for an adjustment
 * @param significance what only tests have
 * @param effect how large the difference is, where that is another number than the statistic
 * @param seed the seed, where chance played a part
 * @param details further numbers by their names, such as the width of a kernel
 * @param lists lists of numbers by their names, such as adjusted p-values
 */
public record Answer(
    String name,
    OptionalDouble statistic,
    Optional<Tail> significance,
    Optional<Effect> effect,
    OptionalLong seed,
    Map<String, Double> details,
    Map<String, List<Double>> lists) {

  /** Keeps copies. */
  public Answer {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
  }

  /**
   * How unlikely the statistic is.
   *
   * @param pValue in (0, 1]
   * @param logPValue its natural logarithm
   * @param method how it was found
   */
  public record Tail(double pValue, double logPValue, String method) {}

  /**
   * The size of a difference.
   *
   * @param name what it is
   * @param value with its sign
   * @param unit of the value: "data" for the unit of the numbers compared, empty for a pure number
   */
  public record Effect(String name, double value, String unit) {}

  /** The answer of a test. */
  static Answer of(String name, TestResult result) {
    Tail tail = new Tail(result.pValue(), result.logPValue(), result.method());
    return of(name, OptionalDouble.of(result.statistic()), Optional.of(tail));
  }

  /** The answer of a distance. */
  static Answer of(Distance distance) {
    return of(distance.name(), distance.value());
  }

  /** The answer that is one number. */
  static Answer of(String name, double value) {
    return of(name, OptionalDouble.of(value), Optional.empty());
  }

  /** The answer that is a list of p-values. */
  static Answer of(String name, List<Double> pValues) {
    return of(name, OptionalDouble.empty(), Optional.empty()).with("pValues", pValues);
  }

  private static Answer of(String name, OptionalDouble statistic, Optional<Tail> tail) {
    return new Answer(
        name, statistic, tail, Optional.empty(), OptionalLong.empty(), Map.of(), Map.of());
  }

  /** This answer with the size of the difference. */
  Answer with(Effect option) {
    return new Answer(name, statistic, significance, Optional.of(option), seed, details, lists);
  }

  /** This answer with the seed of what was drawn for it, if anything was. */
  Answer withSeed(OptionalLong option) {
    return new Answer(name, statistic, significance, effect, option, details, lists);
  }

  /** This answer with another detail, if there is a number for it. */
  Answer with(String detail, OptionalDouble value) {
    Map<String, Double> all = new LinkedHashMap<>(details);
    value.ifPresent(number -> all.put(detail, number));
    return new Answer(name, statistic, significance, effect, seed, all, lists);
  }

  /** This answer with a list of numbers. */
  Answer with(String list, List<Double> values) {
    Map<String, List<Double>> all = new LinkedHashMap<>(lists);
    all.put(list, List.copyOf(values));
    return new Answer(name, statistic, significance, effect, seed, details, all);
  }
}
