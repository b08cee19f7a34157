package dev.canary.baseline;

import dev.canary.suite.Case;
import dev.canary.suite.OutputSpec;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * One answer of one case beside the baseline's.
 *
 * @param position of the case in the suite
 * @param sameBits true when nothing moved at all
 * @param movement how far the numbers moved
 * @param before the labels of the centre
 * @param now the labels of the run
 * @param labelMoved true when a label is outside the set seen in its captures and the class cannot
 *     explain it
 */
public record Pair(
    int position,
    boolean sameBits,
    Movement movement,
    List<String> before,
    List<String> now,
    boolean labelMoved) {

  /** Sets one answer beside the centre of its case, which must have the same type and shape. */
  static Pair of(
      int position, Case golden, OutputSpec spec, OutputReference reference, Tensor answer) {
    Tensor centre = reference.centre().get(position).orElseThrow();
    List<String> classes = Rows.classes(spec, reference.classes());
    double[] was = Rows.numbers(centre);
    List<String> before = Rows.labels(spec, classes, centre, was);
    if (centre.equals(answer)) {
      return new Pair(position, true, Movement.NONE, before, before, false);
    }
    double[] is = Rows.numbers(answer);
    Movement movement =
        Rows.isNumeric(spec, centre)
            ? Ruler.of(spec, golden, reference.unit())
                .measure(was, is, Rows.width(centre), reference.scale().get(position))
            : Movement.EXACT;
    List<String> now = Rows.labels(spec, classes, answer, is);
    boolean moved = movement.beyondClass() && !wasSeen(position, reference, before, now);
    return new Pair(position, false, movement, before, now, moved);
  }

  /** True when the label differs from the centre's, whether or not that means anything. */
  public boolean labelDiffers() {
    return !before.equals(now);
  }

  /** The same where the numbers beside it say that noise alone may have changed it. */
  Pair asTie() {
    return sameBits ? this : new Pair(position, false, Movement.NONE, before, now, false);
  }

  /** Labels as one text, for sets and messages. */
  static String text(List<String> labels) {
    return String.join(" ", labels);
  }

  private static boolean wasSeen(
      int position, OutputReference reference, List<String> before, List<String> now) {
    return now.equals(before)
        || reference.otherLabels().getOrDefault(position, Set.of()).contains(text(now));
  }
}
