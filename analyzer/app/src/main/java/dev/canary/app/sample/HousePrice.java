package dev.canary.app.sample;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * The model of the suite {@code house-price}: a small network, written as ONNX with its scaling
 * inside, so that it takes a house as the register has it.
 *
 * <p>Inputs: {@code numeric} fp32 [1, 6] (see {@link House}), {@code rooms} int64 [1, 1], {@code
 * district} string [1, 1], where a name that is not known counts as an average district. Output:
 * {@code price} fp32 [1, 1], in thousands. The network sees each number twice: as it is and as its
 * logarithm, both within some deviations of the mean.
 */
final class HousePrice {
  private static final long SEED = 20261102;
  private static final int HOUSES = 4000;
  private static final int EPOCHS = 60;
  private static final int BATCH = 20;
  private static final int EMBEDDING = 4;
  private static final int[] HIDDEN = {24, 12};
  private static final double NOISE = 0.06;
  private static final float PLAIN_BOUND = 4;
  private static final float LOG_BOUND = 6;
  private static final int NUMBERS = 6;

  private final House[] houses = new House[HOUSES];
  private final double[] logPrices = new double[HOUSES];
  private final Scale plain;
  private final Scale logarithmic;
  private final Scale rooms;
  private final Network network;

  private HousePrice() {
    Random random = new Random(SEED);
    for (int i = 0; i < HOUSES; i++) {
      houses[i] = House.draw(random);
      logPrices[i] = houses[i].logPrice() + NOISE * random.nextGaussian();
    }
    plain = Scale.of(Arrays.stream(houses).map(House::numeric).toArray(double[][]::new));
    logarithmic = Scale.of(Arrays.stream(houses).map(HousePrice::logs).toArray(double[][]::new));
    rooms =
        Scale.of(
            Arrays.stream(houses)
                .map(house -> new double[] {house.rooms()})
                .toArray(double[][]::new));
    network = new Network(random, House.DISTRICTS.length + 1, EMBEDDING, 2 * NUMBERS + 1, HIDDEN);
    fit(random);
  }

  /** Trains the model and writes it; the same bytes every time. */
  static void train(Path file) throws IOException {
    Files.write(file, new HousePrice().onnx());
  }

  private void fit(Random random) {
    int[] order = new int[HOUSES];
    Arrays.setAll(order, i -> i);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      shuffle(order, random);
      for (int i = 0; i < HOUSES; i++) {
        House house = houses[order[i]];
        network.learn(features(house), house.district() + 1, logPrices[order[i]]);
        if ((i + 1) % BATCH == 0) {
          network.step(BATCH);
        }
      }
    }
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  private double[] features(House house) {
    double[] features = new double[2 * NUMBERS + 1];
    double[] asTheyAre = plain.apply(house.numeric());
    double[] asLogarithms = logarithmic.apply(logs(house));
    for (int i = 0; i < NUMBERS; i++) {
      features[i] = within(PLAIN_BOUND, asTheyAre[i]);
      features[NUMBERS + i] = within(LOG_BOUND, asLogarithms[i]);
    }
    features[2 * NUMBERS] = rooms.apply(new double[] {house.rooms()})[0];
    return features;
  }

  private static double within(double bound, double value) {
    return Math.max(-bound, Math.min(bound, value));
  }

  private static double[] logs(House house) {
    return Arrays.stream(house.numeric()).map(x -> StrictMath.log(Math.max(0, x) + 1)).toArray();
  }

  private byte[] onnx() {
    OnnxGraph graph = new OnnxGraph("house-price");
    graph.input("numeric", DataType.FLOAT, 1, NUMBERS);
    graph.input("rooms", DataType.INT64, 1, 1);
    graph.input("district", DataType.STRING, 1, 1);
    graph.output("price", DataType.FLOAT, 1, 1);
    String layer = graph.node("Concat", "axis", 1, "house", inputs(graph));
    Network.Layer[] layers = network.layers();
    for (int i = 0; i < layers.length; i++) {
      layer = layer(graph, layers[i], "layer" + (i + 1), layer);
      layer = i < layers.length - 1 ? graph.node("Relu", "active" + (i + 1), layer) : layer;
    }
    graph.node("Exp", "price", layer);
    return graph.toByteArray();
  }

  private String[] inputs(OnnxGraph graph) {
    String numbers = within(graph, PLAIN_BOUND, plain.write(graph, "plain", "numeric"));
    String positive = graph.node("Relu", "positive", "numeric");
    String shifted =
        graph.node("Add", "shifted", positive, graph.constant("one", new float[] {1}, 1));
    String scaled = logarithmic.write(graph, "log", graph.node("Log", "logs", shifted));
    String logs = within(graph, LOG_BOUND, scaled);
    String count =
        rooms.write(
            graph, "rooms", graph.node("Cast", "to", DataType.FLOAT.getNumber(), "count", "rooms"));
    String position = graph.words("position", "district", House.DISTRICTS);
    int embedded = (House.DISTRICTS.length + 1) * EMBEDDING;
    String table =
        graph.constant(
            "districts", network.floats(0, embedded), House.DISTRICTS.length + 1L, EMBEDDING);
    String place =
        graph.node("Flatten", "axis", 1, "place", graph.node("Gather", "found", table, position));
    return new String[] {numbers, logs, count, place};
  }

  private static String within(OnnxGraph graph, float bound, String input) {
    return graph.node(
        "Clip",
        input + ".within",
        input,
        graph.constant(input + ".low", new float[] {-bound}),
        graph.constant(input + ".high", new float[] {bound}));
  }

  private String layer(OnnxGraph graph, Network.Layer layer, String name, String input) {
    String weights =
        graph.constant(
            name + ".weight",
            network.floats(layer.offset(), layer.bias()),
            layer.out(),
            layer.in());
    String bias =
        graph.constant(name + ".bias", network.floats(layer.bias(), layer.end()), layer.out());
    return graph.node("Gemm", "transB", 1, name, input, weights, bias);
  }
}
