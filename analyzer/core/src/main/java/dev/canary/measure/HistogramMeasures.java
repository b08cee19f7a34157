package dev.canary.measure;

import dev.canary.stats.Bins;
import dev.canary.stats.Hellinger;
import dev.canary.stats.HistogramDistance;
import dev.canary.stats.JensenShannon;
import dev.canary.stats.KullbackLeibler;
import dev.canary.stats.LInfinity;
import dev.canary.stats.NormalizedAbsoluteDifference;
import dev.canary.stats.PopulationStabilityIndex;
import dev.canary.stats.TotalVariation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The distances of histograms. */
final class HistogramMeasures {
  private static final Parameter<Double> NO_FLOOR = Parameters.FLOOR.orElse(0.0);
  private static final Parameter<Double> SMALL_FLOOR = Parameters.FLOOR.orElse(1e-4);

  private static final Parameter<Double> HOLD_OUT =
      Parameter.number(
              "holdOut", "the weight kept for bins that were empty in the reference; no floor then")
          .orCalled("internalWeightHoldout", "tailWeightHoldout");

  static final List<Measure> ALL =
      List.of(psi(), jensenShannon(), kl(), hellinger(), tv(), lInfinity(), difference());

  private HistogramMeasures() {}

  private static Measure psi() {
    return measure(
        "psi",
        List.of("population-stability-index", "jeffreys"),
        "Population stability index: the sum of (p - q) log(p / q).",
        List.of(SMALL_FLOOR, Parameters.BASE),
        a ->
            PopulationStabilityIndex.withDefaults()
                .withFloor(a.get(SMALL_FLOOR))
                .with(a.get(Parameters.BASE)));
  }

  private static Measure jensenShannon() {
    return measure(
        "jensen-shannon",
        List.of("js", "jsd", "jensenshannon", "js-distance"),
        "Jensen-Shannon: the information that a value gives about its histogram, or its root.",
        List.of(Parameters.JENSEN_SHANNON_FORM, Parameters.BASE),
        a ->
            JensenShannon.withDefaults()
                .with(a.get(Parameters.JENSEN_SHANNON_FORM))
                .with(a.get(Parameters.BASE)));
  }

  private static Measure kl() {
    return measure(
        "kl",
        List.of("kullback-leibler", "kl-divergence", "entropy", "relative-entropy", "kl_div"),
        "Kullback-Leibler: the sum of p log(p / q), of x from y.",
        List.of(NO_FLOOR, HOLD_OUT, Parameters.BASE),
        a -> kullbackLeibler(a).with(a.get(Parameters.BASE)));
  }

  private static KullbackLeibler kullbackLeibler(Arguments arguments) {
    KullbackLeibler plain = KullbackLeibler.withDefaults().withFloor(arguments.get(NO_FLOOR));
    Optional<Double> holdOut = arguments.find(HOLD_OUT);
    if (holdOut.isPresent() && arguments.has(NO_FLOOR)) {
      throw new IllegalArgumentException("give either floor or holdOut");
    }
    return holdOut.isPresent() ? plain.withHoldOut(holdOut.get()) : plain;
  }

  private static Measure hellinger() {
    return measure(
        "hellinger",
        List.of("hellinger-distance"),
        "Hellinger: the Euclidean distance of the roots of the proportions, over the root of 2.",
        List.of(),
        a -> Hellinger.withDefaults());
  }

  private static Measure tv() {
    return measure(
        "total-variation",
        List.of("tv", "tvd", "total-variation-distance"),
        "Total variation: the share of weight that moved to another bin.",
        List.of(),
        a -> TotalVariation.withDefaults());
  }

  private static Measure lInfinity() {
    return measure(
        "l-infinity",
        List.of("linf", "l-inf", "linfinity-norm"),
        "L-infinity: the largest change of a proportion.",
        List.of(),
        a -> LInfinity.withDefaults());
  }

  private static Measure difference() {
    return measure(
        "nad",
        List.of("normalised-absolute-difference", "normalized-absolute-difference"),
        "Normalised absolute difference: the largest change of a count, over all counts.",
        List.of(),
        a -> NormalizedAbsoluteDifference.withDefaults());
  }

  private static Measure measure(
      String name,
      List<String> aliases,
      String says,
      List<Parameter<?>> own,
      Function<Arguments, HistogramDistance> distance) {
    List<Parameter<?>> parameters = new ArrayList<>(own);
    parameters.add(Tables.BINS);
    parameters.add(Tables.BIN_RULE);
    return new Measure(
        name,
        aliases,
        Kind.HISTOGRAM_DISTANCE,
        says,
        parameters,
        a -> answer(distance.apply(a), a));
  }

  private static Answer answer(HistogramDistance distance, Arguments arguments) {
    if (Tables.areSamples(arguments) && !arguments.has(Data.TABLE)) {
      double[] reference = arguments.sample(Data.Y);
      Bins bins = Tables.bins(arguments, reference);
      return Answer.of(distance.between(bins, reference, arguments.sample(Data.X)));
    }
    double[][] rows = Tables.weights(arguments);
    if (rows.length != 2) {
      throw new IllegalArgumentException(
          "table has " + rows.length + " rows: a distance is that of two");
    }
    boolean table = arguments.has(Data.TABLE);
    requireWeights(rows[0], table ? "table[0]" : "x");
    requireWeights(rows[1], table ? "table[1]" : "y");
    return Answer.of(distance.between(rows[1], rows[0]));
  }

  /** Refuses by the names of the request what the distance would refuse by its own. */
  private static void requireWeights(double[] weights, String name) {
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] < 0) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + weights[i] + ": a count or weight is not negative");
      }
    }
    if (Arrays.stream(weights).noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException(name + " holds no positive count or weight");
    }
  }
}
