package dev.canary.baseline;

import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * A whole replay beside a baseline: every answer paired with the baseline's answer to the same
 * case.
 *
 * <p>Pairing is what sees permuted predictions, swapped classes and a single broken case; distances
 * between heaps of predictions do not.
 *
 * @param suite what was replayed
 * @param outputs by name, the pairs of every case that answered with the expected type and shape
 */
public record Pairing(Suite suite, Map<String, List<Pair>> outputs) {

  /** How many noise floors from another label a case must be for its label to be evidence. */
  public static final double STEADY = 10;

  /**
   * Pairs answers with a baseline.
   *
   * @param answers by position, {@link #aligned}; empty where a case failed
   */
  public static Pairing of(
      Suite suite, Map<String, OutputReference> references, List<Optional<Output>> answers) {
    Map<String, List<Pair>> outputs = new LinkedHashMap<>();
    references.forEach(
        (name, reference) ->
            suite
                .specOf(name)
                .ifPresent(
                    spec -> outputs.put(name, pairs(suite, name, spec, reference, answers))));
    answers.stream()
        .flatMap(Optional::stream)
        .flatMap(answer -> Best.of(answer).stream())
        .distinct()
        .forEach(best -> best.settle(outputs, references));
    return new Pairing(suite, outputs);
  }

  /** The answers with the best few of many ({@link Best}) in the order of the trusted answers. */
  public static List<Optional<Output>> aligned(
      Map<String, OutputReference> references, List<Optional<Output>> answers) {
    return IntStream.range(0, answers.size())
        .mapToObj(i -> answers.get(i).map(a -> Best.aligned(a, () -> at(references, i))))
        .toList();
  }

  /** The trusted answer to a case. */
  static Map<String, Tensor> at(Map<String, OutputReference> references, int position) {
    Map<String, Tensor> trusted = new LinkedHashMap<>();
    references.forEach(
        (name, reference) ->
            reference.centre().get(position).ifPresent(tensor -> trusted.put(name, tensor)));
    return trusted;
  }

  private static List<Pair> pairs(
      Suite suite,
      String name,
      OutputSpec spec,
      OutputReference reference,
      List<Optional<Output>> answers) {
    List<Pair> pairs = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      Optional<Tensor> answer = tensor(answers.get(i), name);
      Optional<Tensor> centre = reference.centre().get(i);
      if (centre.isPresent() && answer.isPresent() && fits(centre.get(), answer.get())) {
        pairs.add(Pair.of(i, suite.cases().get(i), spec, reference, answer.get()));
      }
    }
    return pairs;
  }

  /** True when two answers have the same type and shape, so that they can be paired. */
  public static boolean fits(Tensor centre, Tensor answer) {
    return centre.dtype() == answer.dtype() && Arrays.equals(centre.shape(), answer.shape());
  }

  private static Optional<Tensor> tensor(Optional<Output> answer, String name) {
    return answer.flatMap(output -> Optional.ofNullable(output.tensors().get(name)));
  }

  /** Per case, the largest z over the outputs; 0 where nothing could be paired. */
  public double[] z() {
    double[] z = new double[suite.cases().size()];
    for (List<Pair> pairs : outputs.values()) {
      for (Pair pair : pairs) {
        z[pair.position()] = Math.max(z[pair.position()], pair.movement().z());
      }
    }
    return z;
  }

  /** The suite scores of this replay. */
  public SuiteScores scores() {
    return SuiteScores.of(z(), labelsMoved((output, pair) -> true));
  }

  /**
   * The suite scores that count as evidence over runs. A label that noise alone may change is left
   * out, seen in a capture or not: its case is nearer to a boundary than {@link #STEADY} times its
   * own noise, and noise that lasts would keep it changed for many runs. Numbers tell of such a
   * case.
   */
  public SuiteScores countedScores(Map<String, OutputReference> references) {
    return SuiteScores.of(
        z(),
        labelsMoved(
            (output, pair) ->
                isSteady(output, Objects.requireNonNull(references.get(output)), pair.position())));
  }

  private int labelsMoved(BiPredicate<String, Pair> counts) {
    return (int)
        outputs.entrySet().stream()
            .flatMap(
                output ->
                    output.getValue().stream()
                        .filter(Pair::labelMoved)
                        .filter(pair -> counts.test(output.getKey(), pair)))
            .mapToInt(Pair::position)
            .distinct()
            .count();
  }

  private boolean isSteady(String output, OutputReference reference, int position) {
    OutputSpec spec = suite.specOf(output).orElseThrow();
    Tensor centre = reference.centre().get(position).orElseThrow();
    return reference.bitStable().get(position)
        || !Rows.isNumeric(spec, centre)
        || ClassMargin.of(spec, suite.cases().get(position), reference, position, centre) >= STEADY;
  }
}
