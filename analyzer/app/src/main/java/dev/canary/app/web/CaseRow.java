package dev.canary.app.web;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Movement;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.check.Comparison;
import dev.canary.replay.Observation;
import dev.canary.suite.Case;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One case of a run beside its baseline.
 *
 * @param why it is golden
 * @param sign of what became of it
 * @param moved by how much, in the output's own units
 * @param share of what its precision class allows
 * @param z in noise floors
 * @param outputs now and then; none for private suites
 * @param latency now
 * @param latencyBefore the median over its captures
 * @param rank how far up it belongs
 */
record CaseRow(
    String id,
    String why,
    Sign sign,
    String moved,
    String share,
    String z,
    List<Value> outputs,
    String latency,
    String latencyBefore,
    double rank) {
  private static final Sign SAME = new Sign("Same bits", "healthy");
  private static final Sign WITHIN = new Sign("Within its class", "healthy");
  private static final Sign BEYOND = new Sign("Beyond its class", "drifted");
  private static final Sign LABEL = new Sign("Other label", "broken");
  private static final Sign FAILED = new Sign("Failed", "broken");
  private static final Sign UNPAIRED = new Sign("Nothing to compare with", "inconclusive");

  /** One output now and in the baseline. */
  record Value(String name, String now, String before, boolean differs) {}

  /** All cases of a run, those first that moved most. */
  static List<CaseRow> of(Comparison comparison) {
    return IntStream.range(0, comparison.suite().cases().size())
        .mapToObj(i -> of(comparison, i))
        .sorted(Comparator.comparingDouble(row -> -row.rank))
        .toList();
  }

  private static CaseRow of(Comparison comparison, int position) {
    Case golden = comparison.suite().cases().get(position);
    Observation seen = comparison.run().observations().get(position);
    boolean secret = comparison.suite().secret();
    List<Pair> pairs = pairs(comparison, position);
    Optional<Movement> worst =
        pairs.stream().map(Pair::movement).max(Comparator.comparingDouble(Movement::share));
    Sign sign = sign(seen, pairs);
    return new CaseRow(
        golden.id(),
        secret ? "" : golden.why(),
        sign,
        worst.filter(m -> !m.isExact()).map(m -> Show.number(m.delta())).orElse(""),
        worst.map(m -> Show.number(m.share())).orElse(""),
        worst.filter(m -> !m.isExact()).map(m -> Show.number(m.z())).orElse(""),
        secret ? List.of() : values(comparison, position, seen),
        Show.millis(seen.latencyNanos()),
        comparison.baseline().map(b -> median(b, position)).orElse(""),
        rank(sign, worst));
  }

  private static List<Pair> pairs(Comparison comparison, int position) {
    return comparison.pairing().stream()
        .flatMap(pairing -> pairing.outputs().values().stream())
        .flatMap(List::stream)
        .filter(pair -> pair.position() == position)
        .toList();
  }

  private static Sign sign(Observation seen, List<Pair> pairs) {
    if (seen instanceof Observation.Failed failed) {
      return new Sign(FAILED.word() + ": " + Show.words(failed.reason().name()), FAILED.shape());
    }
    if (pairs.isEmpty()) {
      return UNPAIRED;
    }
    if (pairs.stream().anyMatch(Pair::labelMoved)) {
      return LABEL;
    }
    if (pairs.stream().anyMatch(pair -> pair.movement().beyondClass())) {
      return BEYOND;
    }
    return pairs.stream().allMatch(Pair::sameBits) ? SAME : WITHIN;
  }

  private static double rank(Sign sign, Optional<Movement> worst) {
    double share = worst.map(m -> Math.min(m.share(), 1e9)).orElse(0.0);
    return switch (sign.shape()) {
      case "broken" -> 2e9 + share;
      case "inconclusive" -> 1e9;
      default -> share;
    };
  }

  private static List<Value> values(Comparison comparison, int position, Observation seen) {
    if (seen instanceof Observation.Failed failed) {
      return List.of(new Value("", failed.message(), "", true));
    }
    List<Value> values = new ArrayList<>();
    var output = ((Observation.Answered) seen).output();
    for (Map.Entry<String, Tensor> entry : output.tensors().entrySet()) {
      List<String> classes = output.classes().getOrDefault(entry.getKey(), List.of());
      Optional<Tensor> centre =
          comparison
              .baseline()
              .flatMap(b -> Optional.ofNullable(b.outputs().get(entry.getKey())))
              .map(OutputReference::centre)
              .flatMap(centres -> centres.get(position));
      values.add(AnswerText.of(entry.getKey(), entry.getValue(), centre, classes));
    }
    return values;
  }

  private static String median(Baseline baseline, int position) {
    long[] captured =
        baseline.latencies().stream().mapToLong(capture -> capture[position]).sorted().toArray();
    return captured.length == 0 ? "" : Show.millis(captured[captured.length / 2]);
  }
}
