package dev.canary.app.real;

import static dev.canary.app.real.RealModel.onnx;
import static dev.canary.app.real.RealModel.torch;
import static dev.canary.app.real.RealModel.tribuo;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The signatures of the models in {@code shared/realdata}, as its MANIFEST.md tells them. */
final class RealModels {
  private static final String VALUES = "output: {kind: values}";
  private static final String LOGITS = "output: {kind: logits}";
  private static final String PROBABILITIES = "output: {kind: probabilities}";
  private static final String EMBEDDING = "output: {kind: embedding}";
  private static final String LABELS_AND_PROBABILITIES =
      "outputs: {%s: {kind: labels}, %s: {kind: probabilities, contract: {sumsTo: 1, range: [0, 1]}}}";

  private RealModels() {}

  /** Every model, some under several declarations. */
  static List<RealModel> all() {
    return Stream.of(images(), tables(), sequences(), torchScript(), tribuoModels())
        .flatMap(models -> models)
        .toList();
  }

  private static Stream<RealModel> images() {
    return Stream.of(
        digits("mnist_cnn_pytorch", "input_image"),
        digits("mnist8_fp32", "Input3").repeated(),
        digits("mnist8_int8", "Input3"),
        digits("mnist_cnn_rten", "input"),
        onnx(
            "squeezenet_fp16",
            "output: {kind: probabilities, precision: fp16, contract: {sumsTo: 1, within: 0.01}}",
            2,
            Slot.of("data_0", "fp16", 0, 255, 1, 3, 224, 224)),
        onnx(
            "ultraface_rfb320",
            "outputs: {scores: {kind: probabilities}, boxes: {kind: values}}",
            2,
            Slot.of("input", "fp32", -1, 1, 1, 3, 240, 320)));
  }

  /** Digits as images, scanned ones first. */
  private static RealModel digits(String file, String input) {
    Stream<String> scanned =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "\"%s\":{\"file\":\"%d.png\",\"dtype\":\"fp32\",\"shape\":[1,1,28,28],\"scale\":%s}"
                        .formatted(input, i, 1 / 255.0));
    RealModel generated = onnx(file, LOGITS, 6, Slot.of(input, "fp32", 0, 1, 1, 1, 28, 28));
    return generated.of(Stream.concat(scanned, generated.cases().stream()).toList());
  }

  private static Stream<RealModel> tables() {
    Slot wine = Slot.of("input", "fp32", 0, 20, 1, 13);
    RealModel iris =
        onnx(
            "iris_randomforest_zipmap",
            PROBABILITIES,
            12,
            Slot.of("float_input", "fp32", 0, 8, 1, 4));
    RealModel batch =
        onnx("sklearn_rf_batch_zipmap", PROBABILITIES, 12, Slot.of("X", "fp32", 0, 8, 3, 4));
    String declared = LABELS_AND_PROBABILITIES.formatted("output_label", "output_probability");
    return Stream.of(
        onnx(
            "wine_lgbm_classifier_tensor",
            LABELS_AND_PROBABILITIES.formatted("output", "probabilities"),
            12,
            wine),
        onnx("wine_lgbm_regressor_tensor", VALUES, 12, wine),
        onnx("wine_xgboost_classifier_tree", PROBABILITIES, 12, wine),
        iris,
        iris.declaring("iris_zipmap_declared", declared),
        batch,
        batch.declaring("sklearn_zipmap_declared", declared),
        onnx("treecl_3class", PROBABILITIES, 12, Slot.of("input", "fp32", -3, 3, 1, 20)),
        onnx("iris_logreg_tribuo", PROBABILITIES, 12, Slot.of("input", "fp32", 0, 8, 2, 4)));
  }

  private static Stream<RealModel> sequences() {
    Slot bytes = Slot.of("bytes", "int32", 0, 256, 1, 2048);
    return Stream.of(
        onnx("tinybert_embed", EMBEDDING, 6, tokens(1656, 2)),
        onnx("dummy_transformer", EMBEDDING, 6, tokens(20, 1)),
        onnx("magika_v3_1", PROBABILITIES, 4, bytes),
        onnx("magika_v3_2", PROBABILITIES, 4, bytes),
        onnx(
            "silero_vad",
            "outputs: {output: {kind: probabilities}, stateN: {kind: values}}",
            6,
            Slot.of("input", "fp32", -0.5, 0.5, 1, 512),
            Slot.of("state", "fp32", -1, 1, 2, 1, 128),
            Slot.of("sr", "int64", 16000, 16000)));
  }

  /** What a text model takes, longer from case to case. */
  private static Slot[] tokens(int vocabulary, int types) {
    return new Slot[] {
      Slot.ofGrowingRow("input_ids", "int64", 0, vocabulary - 1),
      Slot.ofGrowingRow("attention_mask", "int64", 1, 1),
      Slot.ofGrowingRow("token_type_ids", "int64", 0, types - 1)
    };
  }

  private static Stream<RealModel> torchScript() {
    return Stream.of(
        torch("mlp_1000_100_10", LOGITS, 6, Slot.of("x", "fp32", 0, 1, 2, 1000)).repeated(),
        torch("linear_r", VALUES, 6, Slot.of("x", "fp32", -1, 1, 3, 10)),
        torch(
                "two_inputs_add",
                VALUES,
                6,
                Slot.of("a", "fp32", -1, 1, 2),
                Slot.of("b", "fp32", -1, 1, 2))
            .targeting("inputs: [a, b]"),
        torch("metrics_correlation", VALUES, 0)
            .of(metrics())
            .targeting("inputs: [m, events, wavelet]"),
        speech().targeting("reset: \"method:reset_states\""));
  }

  /**
   * Detects speech, and keeps what it heard: as it stands here, its answers depend on the order.
   */
  static RealModel speech() {
    RealModel heard =
        torch("silero_vad", PROBABILITIES, 6, Slot.of("x", "fp32", -0.5, 0.5, 1, 512))
            .targeting("inputs: [x, sr]");
    return heard.of(heard.cases().stream().map(x -> x + ",\"sr\":16000").toList());
  }

  /** Four metrics in which this model finds two events, one, none: so many answers it gives. */
  private static List<String> metrics() {
    return List.of(series(48, 0.1, 0), series(64, 0, 10), series(64, 0, 0), series(64, 0.1, 0));
  }

  /** Noise, and a plateau in two of the metrics. */
  private static String series(int length, double noise, double height) {
    Random random = new Random(1);
    StringBuilder data = new StringBuilder();
    for (int metric = 0; metric < 4; metric++) {
      for (int time = 0; time < length; time++) {
        boolean concerned = metric < 2 && time > 26 && time < 32;
        double value = noise * random.nextGaussian() + (concerned ? height * (1 + metric) : 0);
        data.append(data.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%.4f", value));
      }
    }
    return "\"m\":{\"dtype\":\"fp32\",\"shape\":[4,%d],\"data\":[%s]},\"events\":3,\"wavelet\":true"
        .formatted(length, data);
  }

  private static Stream<RealModel> tribuoModels() {
    return Stream.of(
        tribuo("lin_clf", PROBABILITIES),
        tribuo("cart_clf", "outputs: {output: {kind: logits}, label: {kind: labels}}"),
        tribuo("libsvm_clf", LOGITS),
        tribuo("lin_reg", VALUES),
        tribuo("xgboost_reg", VALUES),
        tribuo("kmeans", "output: {kind: labels}"));
  }
}
