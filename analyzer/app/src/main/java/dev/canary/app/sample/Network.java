package dev.canary.app.sample;

import java.util.Arrays;
import java.util.Random;

/**
 * A small perceptron with an embedding for one category, trained by Adam on squared error in plain
 * arithmetic: the same seed gives the same bits.
 */
final class Network {
  private static final double RATE = 0.003;
  private static final double KEEP_MEAN = 0.9;
  private static final double KEEP_SQUARE = 0.999;
  private static final double TINY = 1e-8;

  /**
   * One layer: a matrix of {@code out} rows of {@code in} weights, then {@code out} biases.
   *
   * @param offset where its parameters start
   */
  record Layer(int in, int out, int offset) {
    int bias() {
      return offset + in * out;
    }

    int end() {
      return bias() + out;
    }
  }

  private final int categories;
  private final int width;
  private final Layer[] layers;
  private final double[] parameters;
  private final double[] gradient;
  private final double[] mean;
  private final double[] square;
  private final double[][] values;
  private int steps;

  /**
   * @param categories of the category, each embedded
   * @param width of an embedding
   * @param numbers that stand before the embedding
   * @param hidden sizes of the hidden layers; the last layer gives one number
   */
  Network(Random random, int categories, int width, int numbers, int... hidden) {
    this.categories = categories;
    this.width = width;
    layers = new Layer[hidden.length + 1];
    int in = numbers + width;
    int offset = categories * width;
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Layer(in, i < hidden.length ? hidden[i] : 1, offset);
      in = layers[i].out();
      offset = layers[i].end();
    }
    parameters = new double[offset];
    gradient = new double[offset];
    mean = new double[offset];
    square = new double[offset];
    values = new double[layers.length + 1][];
    start(random);
  }

  private void start(Random random) {
    for (int i = 0; i < categories * width; i++) {
      parameters[i] = 0.3 * random.nextGaussian();
    }
    for (Layer layer : layers) {
      double scale = Math.sqrt(2.0 / layer.in());
      for (int i = layer.offset(); i < layer.bias(); i++) {
        parameters[i] = scale * random.nextGaussian();
      }
    }
  }

  Layer[] layers() {
    return layers.clone();
  }

  /** The parameters from one position to before another, rounded to single precision. */
  float[] floats(int from, int to) {
    float[] floats = new float[to - from];
    for (int i = from; i < to; i++) {
      floats[i - from] = (float) parameters[i];
    }
    return floats;
  }

  /** The network's answer. */
  double answer(double[] numbers, int category) {
    double[] input = Arrays.copyOf(numbers, numbers.length + width);
    System.arraycopy(parameters, category * width, input, numbers.length, width);
    values[0] = input;
    for (int i = 0; i < layers.length; i++) {
      values[i + 1] = forward(layers[i], values[i], i == layers.length - 1);
    }
    return values[layers.length][0];
  }

  private double[] forward(Layer layer, double[] input, boolean last) {
    double[] output = new double[layer.out()];
    for (int row = 0; row < output.length; row++) {
      double sum = parameters[layer.bias() + row];
      int weight = layer.offset() + row * layer.in();
      for (double value : input) {
        sum += value * parameters[weight++];
      }
      output[row] = last ? sum : Math.max(0, sum);
    }
    return output;
  }

  /** Adds one example to the gradient of the squared error. */
  void learn(double[] numbers, int category, double wanted) {
    double[] slope = {2 * (answer(numbers, category) - wanted)};
    for (int i = layers.length - 1; i >= 0; i--) {
      slope = backward(layers[i], values[i], slope);
      for (int j = 0; i > 0 && j < slope.length; j++) {
        slope[j] = values[i][j] > 0 ? slope[j] : 0;
      }
    }
    for (int i = 0; i < width; i++) {
      gradient[category * width + i] += slope[numbers.length + i];
    }
  }

  private double[] backward(Layer layer, double[] input, double[] slope) {
    double[] before = new double[layer.in()];
    for (int row = 0; row < slope.length; row++) {
      gradient[layer.bias() + row] += slope[row];
      int weight = layer.offset() + row * layer.in();
      for (int i = 0; i < before.length; i++) {
        gradient[weight] += slope[row] * input[i];
        before[i] += slope[row] * parameters[weight++];
      }
    }
    return before;
  }

  /**
   * Moves the parameters against the gradient that has gathered, which starts anew.
   *
   * @param examples that were learned since the last step
   */
  void step(int examples) {
    steps++;
    double meanScale = 1 - StrictMath.pow(KEEP_MEAN, steps);
    double squareScale = 1 - StrictMath.pow(KEEP_SQUARE, steps);
    for (int i = 0; i < parameters.length; i++) {
      double slope = gradient[i] / examples;
      mean[i] = KEEP_MEAN * mean[i] + (1 - KEEP_MEAN) * slope;
      square[i] = KEEP_SQUARE * square[i] + (1 - KEEP_SQUARE) * slope * slope;
      parameters[i] -= RATE * mean[i] / meanScale / (Math.sqrt(square[i] / squareScale) + TINY);
    }
    Arrays.fill(gradient, 0);
  }
}
