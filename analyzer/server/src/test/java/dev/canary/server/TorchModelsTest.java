package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.NoopTranslator;
import dev.canary.server.Wire.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Served TorchScript modules answer the bits that DJL's own predictor answers. */
@Timeout(120)
class TorchModelsTest {

  @ParameterizedTest
  @CsvSource({
    "../../canaries/digits/model.pt, 1x1x28x28",
    "torchscript/linear_r.pt, 3x10",
    "torchscript/mlp_1000_100_10.pt, 2x1000"
  })
  void theBitsAreThoseOfAPredictor(String name, String sizes) throws Exception {
    Path file = file(name);
    long[] shape = Arrays.stream(sizes.split("x", -1)).mapToLong(Long::parseLong).toArray();
    float[] values = values(shape);
    try (ModelServer server =
            ModelServer.start(ServerOptions.serving(ServedModel.of("m", "3", file)).build());
        ai.djl.Model model = ai.djl.Model.newInstance("m", "PyTorch")) {
      List<Input> inputs = List.of(input("x", shape, values));
      byte[] expected = predict(model, file, shape, values);

      assertThat(Wire.outputs(Wire.binary(server, "m", inputs)))
          .containsExactly(Map.entry("output", expected));
      float[] printed = new float[expected.length / 4];
      List<String> elements = Wire.elements(Wire.json(server, "m", inputs));
      for (int i = 0; i < printed.length; i++) {
        printed[i] = Float.parseFloat(elements.get(i));
      }
      assertThat(little(printed)).isEqualTo(expected);
    }
  }

  private static byte[] predict(ai.djl.Model model, Path file, long[] shape, float[] values)
      throws Exception {
    model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
    JniUtils.setGraphExecutorOptimize(false);
    try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
      NDArray input = model.getNDManager().create(values, new Shape(shape));
      return little(predictor.predict(new NDList(input)).singletonOrThrow().toFloatArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"a, b", "b, a", "first, second"})
  void argumentsAreFoundByNameOrElseByPlace(String first, String second) throws Exception {
    Path file = file("torchscript/two_inputs_add.pt");
    try (ModelServer server =
        ModelServer.start(ServerOptions.serving(ServedModel.of("m", "1", file)).build())) {
      List<Input> inputs =
          List.of(
              input(first, new long[] {2}, new float[] {1, 2}),
              input(second, new long[] {1, 2}, new float[] {10, 20}));

      assertThat(Wire.elements(Wire.json(server, "m", inputs))).containsExactly("11.0", "22.0");
    }
  }

  @Test
  void aBareNumberIsAnInt() throws Exception {
    Path file = file("torchscript/silero_vad.pt");
    try (ModelServer server =
        ModelServer.start(ServerOptions.serving(ServedModel.of("m", "1", file)).build())) {
      byte[] rate = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(16_000).array();
      long[] shape = {1, 512};

      Map<String, byte[]> outputs =
          Wire.outputs(
              Wire.binary(
                  server,
                  "m",
                  List.of(
                      new Input("sr", "INT64", List.of(), rate),
                      input("x", shape, values(shape)))));

      assertThat(outputs).containsOnlyKeys("output");
    }
  }

  @Test
  void nestedAnswersComeUnderTheirPath() throws Exception {
    Path file = file("torchscript/metrics_correlation.pt");
    try (ModelServer server =
        ModelServer.start(ServerOptions.serving(ServedModel.of("m", "1", file)).build())) {
      long[] shape = {3, 128};
      float[] values = values(shape);
      for (int i = 40; i < 50; i++) {
        values[i] += 10;
        values[128 + i] += 10;
      }
      byte[] most = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(5).array();

      Map<String, byte[]> outputs =
          Wire.outputs(
              Wire.binary(
                  server,
                  "m",
                  List.of(
                      input("metrics", shape, values),
                      new Input("max_events", "INT64", List.of(), most),
                      new Input("wavelet_approx", "BOOL", List.of(), new byte[] {1}))));

      assertThat(outputs).containsKeys("0.event_pattern", "0.event_window", "0.suspected_metrics");
    }
  }

  private static Path file(String name) {
    Path own = Path.of(name);
    if (Files.exists(own)) {
      return own;
    }
    List<Path> found =
        RealData.files("models/torchscript").stream().filter(path -> path.endsWith(name)).toList();
    assumeTrue(!found.isEmpty(), "no " + name + " in shared/realdata");
    return found.get(0);
  }

  private static float[] values(long[] shape) {
    Random random =
        new Random(Arrays.hashCode(Arrays.stream(shape).mapToInt(size -> (int) size).toArray()));
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static Input input(String name, long[] shape, float[] values) {
    return new Input(name, "FP32", Arrays.stream(shape).boxed().toList(), little(values));
  }

  private static byte[] little(float[] values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }
}
