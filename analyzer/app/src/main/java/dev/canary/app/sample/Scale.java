package dev.canary.app.sample;

import java.util.Arrays;

/** Mean and deviation of columns, and what they make of a row. */
final class Scale {
  private final double[] mean;
  private final double[] deviation;

  private Scale(double[] mean, double[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Of the columns of these rows. */
  static Scale of(double[][] rows) {
    int width = rows[0].length;
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (int column = 0; column < width; column++) {
      for (double[] row : rows) {
        mean[column] += row[column] / rows.length;
      }
      for (double[] row : rows) {
        double distance = row[column] - mean[column];
        deviation[column] += distance * distance / rows.length;
      }
      deviation[column] = Math.sqrt(deviation[column]);
    }
    return new Scale(mean, deviation);
  }

  /** The row in deviations from the mean. */
  double[] apply(double[] row) {
    double[] scaled = new double[row.length];
    Arrays.setAll(scaled, i -> (row[i] - mean[i]) / deviation[i]);
    return scaled;
  }

  /** The same in the graph; gives the name of the scaled values back. */
  String write(OnnxGraph graph, String name, String input) {
    String centre = graph.constant(name + ".mean", floats(mean), mean.length);
    String unit = graph.constant(name + ".deviation", floats(deviation), mean.length);
    String moved = graph.node("Sub", name + ".moved", input, centre);
    return graph.node("Div", name + ".scaled", moved, unit);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
