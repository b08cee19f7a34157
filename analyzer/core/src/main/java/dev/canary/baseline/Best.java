package dev.canary.baseline;

import dev.canary.target.Exchange;
import dev.canary.target.Output;
import dev.canary.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The best few of many, as a language model's log-probabilities of its best tokens: an output of
 * numbers and one of texts, which say whose the numbers are.
 *
 * <p>Which ones are among the best differs from answer to answer, and so does their order as soon
 * as two are close. Answers are compared name by name: a number stands where the trusted answer has
 * that name. Where a name has left the best, another stands in its place, so that it is told, and
 * the number differs from the trusted one by what is certain: the one that left fell at least to
 * the least of the best, and the one that came was at most the least of the trusted best, and rose
 * from there; the larger of the two. So a name that leaves by a near tie moves no number, and is no
 * change either where that is within the numbers' class and noise.
 *
 * @param numbers the output of numbers
 * @param names the output of their names, as many
 */
public record Best(String numbers, String names) {
  private static final String BY = " by ";

  /** What an answer says of itself in {@link Exchange#BEST}. */
  public static Optional<Best> of(Output answer) {
    return answer
        .exchange()
        .map(exchange -> exchange.facts().getOrDefault(Exchange.BEST, ""))
        .map(fact -> fact.split(BY, 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Best(parts[0], parts[1]));
  }

  /** An answer with its best in the order of a trusted answer to the same case. */
  static Output aligned(Output answer, Supplier<Map<String, Tensor>> trusted) {
    return of(answer).map(best -> best.align(answer, trusted.get())).orElse(answer);
  }

  private Output align(Output answer, Map<String, Tensor> trusted) {
    Tensor own = answer.tensors().get(numbers);
    Tensor ownNames = answer.tensors().get(names);
    Tensor before = trusted.get(numbers);
    Tensor beforeNames = trusted.get(names);
    if (own == null || ownNames == null || before == null || beforeNames == null) {
      return answer;
    }
    boolean fits =
        own.dtype().isFloat()
            && own.size() == ownNames.size()
            && Pairing.fits(before, own)
            && Pairing.fits(beforeNames, ownNames);
    return fits ? aligned(answer, own, ownNames, before, beforeNames.texts()) : answer;
  }

  private Output aligned(
      Output answer, Tensor own, Tensor ownNames, Tensor before, List<String> beforeNames) {
    double[] values = own.toDoubles();
    double[] trusted = before.toDoubles();
    double least = Arrays.stream(values).min().orElse(Double.NaN);
    double trustedLeast = Arrays.stream(trusted).min().orElse(Double.NaN);
    int[] from = from(beforeNames, ownNames.texts());
    double[] placed = new double[values.length];
    String[] placedNames = new String[values.length];
    for (int i = 0; i < placed.length; i++) {
      boolean stayed = beforeNames.get(i).equals(ownNames.texts().get(from[i]));
      double value = values[from[i]];
      placed[i] = stayed ? value : left(trusted[i], least, value - trustedLeast);
      placedNames[i] = ownNames.texts().get(from[i]);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(answer.tensors());
    tensors.put(numbers, own.withValues(placed));
    tensors.put(names, Tensor.ofTexts(ownNames.shape(), List.of(placedNames)));
    return new Output(tensors, answer.classes(), answer.exchange());
  }

  /** The number in the place of a name that left, which is less the more must have moved. */
  private static double left(double trusted, double least, double risen) {
    double fallen = Math.min(trusted, least);
    return risen > trusted - fallen && risen <= Double.MAX_VALUE ? trusted - risen : fallen;
  }

  /**
   * Takes for ties the changes of names that the numbers' class explains, or less than {@link
   * Pairing#STEADY} of their noise floors.
   *
   * @param outputs by name, the pairs of a replay
   */
  void settle(Map<String, List<Pair>> outputs, Map<String, OutputReference> references) {
    OutputReference reference = references.get(numbers);
    List<Pair> changed = outputs.get(names);
    if (reference == null || changed == null) {
      return;
    }
    BitSet ties = new BitSet();
    for (Pair pair : outputs.getOrDefault(numbers, List.of())) {
      Movement movement = pair.movement();
      boolean stable = reference.bitStable().get(pair.position());
      boolean near = stable ? !movement.beyondClass() : movement.z() < Pairing.STEADY;
      ties.set(pair.position(), near && !movement.isExact());
    }
    changed.replaceAll(pair -> ties.get(pair.position()) ? pair.asTie() : pair);
  }

  /** For each trusted name where it stands now; newcomers fill the places of those that left. */
  private static int[] from(List<String> before, List<String> now) {
    int[] from = new int[before.size()];
    boolean[] taken = new boolean[now.size()];
    Arrays.fill(from, -1);
    for (int i = 0; i < from.length; i++) {
      for (int k = 0; k < taken.length && from[i] < 0; k++) {
        if (!taken[k] && now.get(k).equals(before.get(i))) {
          from[i] = k;
          taken[k] = true;
        }
      }
    }
    int next = 0;
    for (int i = 0; i < from.length; i++) {
      while (from[i] < 0) {
        if (!taken[next]) {
          from[i] = next;
        }
        next++;
      }
    }
    return from;
  }
}
