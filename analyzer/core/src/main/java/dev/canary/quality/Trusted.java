package dev.canary.quality;

import dev.canary.baseline.Baseline;
import dev.canary.baseline.OutputReference;
import dev.canary.baseline.Rows;
import dev.canary.baseline.Ruler;
import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Suite;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The centre of one case in one output that is compared by its numbers.
 *
 * @param position of the case in the suite
 * @param id of the case
 * @param output its name
 * @param spec what the suite declares of it
 * @param ruler that measures its movements
 * @param rows of its numbers, all of one length
 * @param scale the case's noise floor, in score coordinates
 * @param bitStable true when the precision class alone decides
 */
record Trusted(
    int position,
    String id,
    String output,
    OutputSpec spec,
    Ruler ruler,
    List<double[]> rows,
    double scale,
    boolean bitStable) {

  /** Every centre of a baseline that has numbers, by output and case. */
  static List<Trusted> of(Suite suite, Baseline baseline) {
    List<Trusted> all = new ArrayList<>();
    for (Map.Entry<String, OutputReference> output : baseline.outputs().entrySet()) {
      OutputReference reference = output.getValue();
      suite
          .specOf(output.getKey())
          .ifPresent(
              spec ->
                  IntStream.range(0, reference.centre().size())
                      .filter(i -> hasNumbers(spec, reference, i))
                      .forEach(i -> all.add(of(suite, output.getKey(), spec, reference, i))));
    }
    return all;
  }

  /** True if some of its numbers are none. */
  boolean isLost() {
    return rows.stream().anyMatch(row -> !Arrays.stream(row).allMatch(Double::isFinite));
  }

  private static boolean hasNumbers(OutputSpec spec, OutputReference reference, int position) {
    return reference
        .centre()
        .get(position)
        .filter(centre -> Rows.isNumeric(spec, centre) && centre.size() > 0)
        .isPresent();
  }

  private static Trusted of(
      Suite suite, String output, OutputSpec spec, OutputReference reference, int position) {
    Case golden = suite.cases().get(position);
    Tensor centre = reference.centre().get(position).orElseThrow();
    return new Trusted(
        position,
        golden.id(),
        output,
        spec,
        Ruler.of(spec, golden, reference.unit()),
        rows(centre.toDoubles(), Rows.width(centre)),
        reference.scale().get(position),
        reference.bitStable().get(position));
  }

  private static List<double[]> rows(double[] values, int width) {
    return IntStream.range(0, values.length / width)
        .mapToObj(row -> Arrays.copyOfRange(values, row * width, (row + 1) * width))
        .toList();
  }

  /** How many numbers the answer has. */
  int size() {
    return rows.size() * rows.get(0).length;
  }
}
