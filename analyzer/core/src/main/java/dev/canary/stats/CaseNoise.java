package dev.canary.stats;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How much each case of a suite moves when nothing has changed, learned from repeated captures.
 *
 * <p>A capture is a matrix: one row for each case, one or more coordinates in a row, in any unit.
 * From the captures,
 *
 * <pre>
 * centre[i]  the median of each coordinate of case i
 * scale[i]   max(median over captures of d[i], floor)    d[i] = max over coordinates |row - centre|
 * z[i]       d[i] / scale[i]                             without unit
 * </pre>
 *
 * <p>The floor is the smallest movement that counts, in the unit of the coordinates: without one, a
 * case that never moved would turn any rounding error into an infinite z. The label of a row is the
 * index of its largest coordinate (the first of equals); a row of one coordinate is labelled by
 * whether the coordinate exceeds the label boundary: 0 for a logit, 0.5 for a probability.
 *
 * <p>It has no null hypothesis: {@link NoiseFloorTest} makes one of it. The order of the captures
 * plays no part. z beyond the largest double is the largest double.
 *
 * <p>Source: the median absolute deviation of Hampel, "The influence curve and its role in robust
 * estimation", JASA 69 (1974), without its factor for normal data.
 */
public final class CaseNoise {

  private final double[][] centre;
  private final double[] scale;
  private final BitSet[] labels;
  private final double labelBoundary;

  private CaseNoise(double[][] centre, double[] scale, BitSet[] labels, double labelBoundary) {
    this.centre = centre;
    this.scale = scale;
    this.labels = labels;
    this.labelBoundary = labelBoundary;
  }

  /**
   * Learns the noise from captures, each case x coordinate.
   *
   * @param floor the smallest scale, in the unit of the coordinates; positive
   * @param labelBoundary what the coordinate of a one-coordinate row must exceed to be labelled 1
   * @throws IllegalArgumentException if there is no capture, no case or a case without coordinates,
   *     if captures differ in shape, if a value is NaN or infinite, or if the floor is not positive
   *     and finite
   */
  public static CaseNoise of(double[][][] captures, double floor, double labelBoundary) {
    if (!(floor > 0 && floor <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("floor is " + floor + ": it must be positive and finite");
    }
    Samples.requireFinite(labelBoundary, "labelBoundary");
    requireCaptures(captures);
    int cases = captures[0].length;
    double[][] centre = new double[cases][];
    BitSet[] labels = new BitSet[cases];
    for (int i = 0; i < cases; i++) {
      centre[i] = centreOf(captures, i);
      labels[i] = new BitSet();
      for (double[][] capture : captures) {
        labels[i].set(label(capture[i], labelBoundary));
      }
    }
    return new CaseNoise(centre, scales(captures, centre, floor), labels, labelBoundary);
  }

  /** Learns the noise of cases with one coordinate each from captures, each one value a case. */
  public static CaseNoise of(double[][] captures, double floor, double labelBoundary) {
    return of(
        Arrays.stream(captures).map(CaseNoise::column).toArray(double[][][]::new),
        floor,
        labelBoundary);
  }

  /** The number of cases. */
  public int cases() {
    return scale.length;
  }

  /**
   * Returns the movement of every case in units of its noise: z[i], not negative and finite.
   *
   * @throws IllegalArgumentException if the rows have not the shape of the captures or hold NaN or
   *     an infinity
   */
  public double[] z(double[][] rows) {
    requireRows(rows, centre, "rows");
    double[] z = new double[rows.length];
    Arrays.setAll(z, i -> finite(deviation(rows[i], centre[i]) / scale[i]));
    return z;
  }

  /**
   * Counts the cases whose label was never seen among the captures.
   *
   * @throws IllegalArgumentException as {@link #z(double[][])} does
   */
  public int labelChanges(double[][] rows) {
    requireRows(rows, centre, "rows");
    int changes = 0;
    for (int i = 0; i < rows.length; i++) {
      if (!labels[i].get(label(rows[i], labelBoundary))) {
        changes++;
      }
    }
    return changes;
  }

  /** Returns values as rows of one coordinate. */
  static double[][] column(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
  }

  private static double[] centreOf(double[][][] captures, int row) {
    double[] centre = new double[captures[0][row].length];
    double[] values = new double[captures.length];
    for (int k = 0; k < centre.length; k++) {
      int coordinate = k;
      Arrays.setAll(values, c -> captures[c][row][coordinate]);
      centre[k] = Median.of(values);
    }
    return centre;
  }

  private static double[] scales(double[][][] captures, double[][] centre, double floor) {
    double[] scale = new double[centre.length];
    double[] deviations = new double[captures.length];
    for (int i = 0; i < scale.length; i++) {
      int row = i;
      Arrays.setAll(deviations, c -> deviation(captures[c][row], centre[row]));
      scale[i] = Math.max(floor, Median.of(deviations));
    }
    return scale;
  }

  private static double deviation(double[] row, double[] centre) {
    double most = 0;
    for (int k = 0; k < row.length; k++) {
      most = Math.max(most, Math.abs(row[k] - centre[k]));
    }
    return finite(most);
  }

  private static double finite(double value) {
    return Math.min(value, Double.MAX_VALUE);
  }

  private static int label(double[] row, double labelBoundary) {
    if (row.length == 1) {
      return row[0] > labelBoundary ? 1 : 0;
    }
    int largest = 0;
    for (int k = 1; k < row.length; k++) {
      if (row[k] > row[largest]) {
        largest = k;
      }
    }
    return largest;
  }

  private static void requireCaptures(double[][][] captures) {
    if (captures.length == 0 || captures[0].length == 0) {
      throw new IllegalArgumentException("captures are empty: one case is needed at least");
    }
    for (int c = 0; c < captures.length; c++) {
      requireRows(captures[c], captures[0], "captures[" + c + "]");
    }
  }

  private static void requireRows(double[][] rows, double[][] shape, String name) {
    if (rows.length != shape.length) {
      throw new IllegalArgumentException(
          name + " has " + rows.length + " cases and the first capture " + shape.length);
    }
    for (int i = 0; i < rows.length; i++) {
      String row = name + "[" + i + "]";
      Samples.requireSameLength(rows[i], row, shape[i], "the first capture's");
      Samples.requireSample(rows[i], row);
    }
  }
}
