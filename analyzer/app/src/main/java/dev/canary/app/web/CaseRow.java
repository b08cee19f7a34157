package dev.canary.app.web;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.Movement;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Pair;
import dev.canary.check.Comparison;
import dev.canary.format.Numbers;
import dev.canary.replay.Observation;
import dev.canary.suite.Case;
import dev.canary.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private static final int MOST_VALUES = 6;
  private static final int BRIEF = 9;
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
      values.add(value(entry.getKey(), entry.getValue(), centre, classes));
    }
    return values;
  }

  /** In nine digits where they show the difference, else in all of them. */
  private static Value value(
      String name, Tensor now, Optional<Tensor> centre, List<String> classes) {
    String shown = text(now, classes, CaseRow::brief);
    String before = centre.map(then -> text(then, classes, CaseRow::brief)).orElse("");
    if (centre.isEmpty() || now.equals(centre.get())) {
      return new Value(name, shown, before, false);
    }
    return shown.equals(before)
        ? new Value(
            name,
            text(now, classes, CaseRow::element),
            text(centre.get(), classes, CaseRow::element),
            true)
        : new Value(name, shown, before, true);
  }

  /** The first numbers or texts of an answer. */
  private static String text(Tensor tensor, List<String> classes, Spelling spelling) {
    String more =
        tensor.size() > MOST_VALUES ? " … %d more".formatted(tensor.size() - MOST_VALUES) : "";
    return IntStream.range(0, Math.min(MOST_VALUES, tensor.size()))
            .mapToObj(
                i ->
                    (classes.size() == tensor.size() ? classes.get(i) + " " : "")
                        + spelling.of(tensor, i))
            .collect(Collectors.joining(", "))
        + more;
  }

  /** Spells one element of an answer. */
  private interface Spelling {
    String of(Tensor tensor, int index);
  }

  private static String brief(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FP64 -> Numbers.text(rounded(tensor.doubleAt(index)));
      case FP32,
          FP16,
          BF16,
          STRING,
          INT64,
          UINT64,
          BOOL,
          INT32,
          INT16,
          INT8,
          UINT32,
          UINT16,
          UINT8 ->
          element(tensor, index);
    };
  }

  private static double rounded(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(BRIEF)).doubleValue()
        : value;
  }

  /** Without loss. */
  private static String element(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FP64 -> Numbers.text(tensor.doubleAt(index));
      case FP32, FP16, BF16 -> Numbers.text((float) tensor.doubleAt(index));
      case STRING, INT64, UINT64, BOOL, INT32, INT16, INT8, UINT32, UINT16, UINT8 ->
          tensor.labelAt(index);
    };
  }

  private static String median(Baseline baseline, int position) {
    long[] captured =
        baseline.latencies().stream().mapToLong(capture -> capture[position]).sorted().toArray();
    return captured.length == 0 ? "" : Show.millis(captured[captured.length / 2]);
  }
}
