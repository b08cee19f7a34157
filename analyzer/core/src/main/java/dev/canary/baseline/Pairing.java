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
import java.util.Optional;

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

  /**
   * Pairs answers with a baseline.
   *
   * @param answers by position; empty where a case failed
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
    return new Pairing(suite, outputs);
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
    int labels =
        (int)
            outputs.values().stream()
                .flatMap(List::stream)
                .filter(Pair::labelMoved)
                .mapToInt(Pair::position)
                .distinct()
                .count();
    return SuiteScores.of(z(), labels);
  }
}
