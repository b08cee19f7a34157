package dev.canary.djl;

import static dev.canary.djl.Models.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.target.Output;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models answer what others recorded of them; sources in shared/realdata/MANIFEST.md. */
class RealRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1024;
  private static final int BLOCK = 4096;

  /** Recorded by the tests of sonos/tract. */
  @Test
  void wineModelsGiveTractsAnswers() throws Exception {
    JsonNode records = JSON.readTree(RealData.file("recorded/tract_golden.json").toFile());
    for (JsonNode record : records.get("cases")) {
      try (Target target = Models.open(RealData.file(record.get("model").asText()))) {
        JsonNode tensors = record.get("tensors");
        Output output = target.predict(golden("input", floats(tensors.get("input"))));
        String name = tensors.has("probabilities") ? "probabilities" : "output";
        double[] expected = floats(tensors.get(name)).toDoubles();
        double[] answered = Models.tensor(output, name).toDoubles();

        for (int i = 0; i < expected.length; i++) {
          assertThat(answered[i]).isCloseTo(expected[i], within(1e-7));
        }
      }
    }
  }

  private static Tensor floats(JsonNode node) {
    int[] shape = JSON.convertValue(node.get("shape"), int[].class);
    return Tensor.ofFloats(shape, JSON.convertValue(node.get("data"), float[].class));
  }

  /** Recorded by WinMLRunner on a CPU. */
  @Test
  void squeezenetInHalfPrecisionGivesTheRecordedProbabilities() throws Exception {
    String[] pixels =
        Files.readString(RealData.file("recorded/fish_input.csv")).strip().split(",", -1);
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(pixels[i]);
    }
    Tensor image = RealCases.half(Tensor.ofFloats(new int[] {1, 3, 224, 224}, values));
    List<String> lines = Files.readAllLines(RealData.file("recorded/squeezenet_fp16_fish_cpu.csv"));
    try (Target target = Models.open(RealData.file("models/onnx/squeezenet_fp16.onnx"))) {
      Tensor answer = Models.tensor(target.predict(golden("data_0", image)), "softmaxout_1");

      assertThat(answer.dtype()).isEqualTo(DType.FP16);
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", 2);
        assertThat(answer.doubleAt(Integer.parseInt(cells[0])))
            .isCloseTo(Double.parseDouble(cells[1]), within(2e-6));
      }
    }
  }

  /**
   * Recorded by google/magika, one file a call. ONNX Runtime 1.20.0 gives the same floats, 1.28.0
   * differs in 102 of the 129 by at most 7.2e-7 (measured on one machine): a runtime's new version
   * is benign numeric change.
   */
  @Test
  void magikaGivesItsRecordedLabelsAndScores() throws Exception {
    JsonNode records = records("recorded/magika_v3_2_examples.json.gz");
    JsonNode labels =
        JSON.readTree(RealData.file("recorded/magika_v3_2_config.json").toFile())
            .get("target_labels_space");
    int asked = 0;
    try (Target target = Models.open(RealData.file("models/onnx/magika_v3_2.onnx"))) {
      for (JsonNode record : records) {
        JsonNode prediction = record.get("prediction");
        if (prediction.get("dl").asText().equals("undefined")) {
          continue;
        }
        byte[] content = Base64.getDecoder().decode(record.get("content_base64").asText());
        Tensor scores =
            Models.tensor(target.predict(golden("bytes", features(content))), "target_label");
        int best = argmax(scores);

        assertThat(scores.doubleAt(best))
            .isCloseTo(prediction.get("score").asDouble(), within(1e-6));
        assertThat(labels.get(best).asText()).isEqualTo(prediction.get("dl").asText());
        asked++;
      }
    }
    assertThat(asked).isEqualTo(129);
  }

  private static JsonNode records(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(RealData.file(name)))) {
      return JSON.readTree(in);
    }
  }

  /** The first and the last 1024 bytes, white space at the ends aside, filled up with 256. */
  private static Tensor features(byte[] content) {
    byte[] bytes = new byte[2 * PAGE * 4];
    ByteBuffer out = LittleEndian.over(bytes);
    int start = 0;
    int head = Math.min(BLOCK, content.length);
    while (start < head && isSpace(content[start])) {
      start++;
    }
    for (int i = 0; i < PAGE; i++) {
      out.putInt(start + i < head ? content[start + i] & 0xff : 256);
    }
    int tail = Math.max(0, content.length - BLOCK);
    int end = content.length;
    while (end > tail && isSpace(content[end - 1])) {
      end--;
    }
    for (int i = PAGE; i > 0; i--) {
      out.putInt(end - i >= tail ? content[end - i] & 0xff : 256);
    }
    return Tensor.ofBytes(DType.INT32, new int[] {1, 2 * PAGE}, bytes);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  @ParameterizedTest
  @CsvSource({
    "mnist_cnn_pytorch, input_image, output_probs",
    "mnist8_fp32, Input3, Plus214_Output_0",
    "mnist8_int8, Input3, Plus214_Output_0",
  })
  void digitsAreRecognised(String model, String input, String output) throws Exception {
    try (Target target = Models.open(RealData.file("models/onnx/" + model + ".onnx"))) {
      for (int digit = 0; digit < 10; digit++) {
        Tensor image = image(RealData.file("data/mnist10/" + digit + ".png"));

        Tensor scores = Models.tensor(target.predict(golden(input, image)), output);

        assertThat(argmax(scores)).isEqualTo(digit);
      }
    }
  }

  private static Tensor image(Path file) throws IOException {
    Raster raster = Objects.requireNonNull(ImageIO.read(file.toFile())).getRaster();
    float[] pixels = new float[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = raster.getSample(i % 28, i / 28, 0) / 255f;
    }
    return Tensor.ofFloats(new int[] {1, 1, 28, 28}, pixels);
  }

  private static int argmax(Tensor scores) {
    double[] values = scores.toDoubles();
    double greatest = Arrays.stream(values).max().orElseThrow();
    return IntStream.range(0, values.length)
        .filter(i -> values[i] == greatest)
        .findFirst()
        .orElse(-1);
  }
}
