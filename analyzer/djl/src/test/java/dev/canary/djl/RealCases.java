package dev.canary.djl;

import static dev.canary.djl.Models.golden;

import dev.canary.suite.Case;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.tensor.DType;
import dev.canary.tensor.Half;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** One seeded input for each model of the collection that loads, as its signature asks for. */
final class RealCases {
  private RealCases() {}

  /** A model, the order of its arguments and how to clear its state. */
  record Model(String file, Case golden, List<String> inputs, Reset reset) {
    TargetSpec spec() {
      return Models.spec(RealData.file("models/" + file), inputs, reset);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Model> all() {
    return Stream.concat(onnx(), torchscript());
  }

  static Stream<Model> onnx() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("mnist_cnn_pytorch", golden("input_image", noise(1, 1, 28, 28)));
    cases.put("mnist8_fp32", golden("Input3", noise(1, 1, 28, 28)));
    cases.put("mnist8_int8", golden("Input3", noise(1, 1, 28, 28)));
    cases.put("mnist_cnn_rten", golden("input", noise(1, 1, 28, 28)));
    cases.put("squeezenet_fp16", golden("data_0", half(noise(1, 3, 224, 224))));
    cases.put("ultraface_rfb320", golden("input", noise(1, 3, 240, 320)));
    cases.put("wine_lgbm_classifier_tensor", golden("input", noise(2, 13)));
    cases.put("wine_lgbm_regressor_tensor", golden("input", noise(2, 13)));
    cases.put("wine_xgboost_classifier_tree", golden("input", noise(2, 13)));
    cases.put("iris_randomforest_zipmap", golden("float_input", noise(1, 4)));
    cases.put("sklearn_rf_batch_zipmap", golden("X", noise(5, 4)));
    cases.put("treecl_3class", golden("input", noise(3, 20)));
    cases.put("iris_logreg_tribuo", golden("input", noise(2, 4)));
    cases.put("tinybert_embed", tokens());
    cases.put("dummy_transformer", tokens());
    cases.put("magika_v3_1", golden("bytes", bytes(1, 2048)));
    cases.put("magika_v3_2", golden("bytes", bytes(1, 2048)));
    cases.put(
        "silero_vad",
        golden("input, state, sr", noise(1, 576), noise(2, 1, 128), Models.whole(16_000)));
    return cases.entrySet().stream()
        .map(e -> new Model("onnx/" + e.getKey() + ".onnx", e.getValue(), List.of(), Reset.none()));
  }

  static Stream<Model> torchscript() {
    return Stream.of(
        torch("linear_r", golden("x", noise(3, 10)), Reset.none()),
        torch("mlp_1000_100_10", golden("x", noise(2, 1000)), Reset.none()),
        torch("two_inputs_add", golden("a, b", noise(4), noise(1, 4)), Reset.none()),
        torch("metrics_correlation", correlation(), Reset.none()),
        torch("silero_vad", speech(), new Reset.Method("reset_states")),
        torch("silero_vad", speech(), Reset.reload()));
  }

  private static Model torch(String name, Case golden, Reset reset) {
    List<String> order = List.copyOf(golden.input().tensors().keySet());
    return new Model("torchscript/" + name + ".pt", golden, order, reset);
  }

  static Case speech() {
    return golden("x, sr", noise(1, 512), Models.whole(16_000));
  }

  /** Three noisy series; two of them rise at the same time, which the module calls an event. */
  private static Case correlation() {
    double[] values = noise(3, 128).toDoubles();
    float[] metrics = new float[values.length];
    for (int i = 0; i < metrics.length; i++) {
      int time = i % 128;
      boolean rises = i < 256 && time >= 40 && time < 50;
      metrics[i] = (float) values[i] + (rises ? 10 : 0);
    }
    return golden(
        "metrics, max_events, wavelet_approx",
        Tensor.ofFloats(new int[] {3, 128}, metrics),
        Models.whole(5),
        Models.flag(true));
  }

  private static Case tokens() {
    return golden(
        "input_ids, attention_mask, token_type_ids",
        Tensor.ofLongs(new int[] {1, 5}, 1, 5, 7, 9, 2),
        Tensor.ofLongs(new int[] {1, 5}, 1, 1, 1, 1, 1),
        Tensor.ofLongs(new int[] {1, 5}, 0, 0, 0, 0, 0));
  }

  private static Tensor noise(int... shape) {
    Random random = new Random(Arrays.hashCode(shape));
    float[] values = new float[Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.ofFloats(shape, values);
  }

  private static Tensor bytes(int... shape) {
    Random random = new Random(Arrays.hashCode(shape));
    byte[] values = new byte[Tensor.count(shape) * 4];
    for (int i = 0; i < values.length; i += 4) {
      values[i] = (byte) random.nextInt();
    }
    return Tensor.ofBytes(DType.INT32, shape, values);
  }

  /** The same values in half precision. */
  static Tensor half(Tensor tensor) {
    byte[] bytes = new byte[tensor.size() * 2];
    ByteBuffer out = LittleEndian.over(bytes);
    for (double value : tensor.toDoubles()) {
      out.putShort(Half.fromFloat((float) value));
    }
    return Tensor.ofBytes(DType.FP16, tensor.shape(), bytes);
  }
}
