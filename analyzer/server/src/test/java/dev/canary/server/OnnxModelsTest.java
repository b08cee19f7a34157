package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.canary.server.Wire.Input;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Served ONNX models answer the bits that a session of ONNX Runtime answers to the test itself. */
@Timeout(120)
class OnnxModelsTest {
  private static final OrtEnvironment RUNTIME =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  // Sizes for what models leave open and do not take as 1.
  private static final Map<String, List<Long>> SHAPES =
      Map.of(
          "silero_vad.onnx input", List.of(1L, 576L),
          "sklearn_rf_batch_zipmap.onnx X", List.of(5L, 4L),
          "treecl_3class.onnx input", List.of(3L, 20L),
          "wine_lgbm_classifier_tensor.onnx input", List.of(2L, 13L),
          "tinybert_embed.onnx input_ids", List.of(2L, 5L),
          "tinybert_embed.onnx attention_mask", List.of(2L, 5L),
          "tinybert_embed.onnx token_type_ids", List.of(2L, 5L));

  static Stream<Path> models() {
    return Stream.concat(
        Stream.of(Path.of("../../canaries/house-price/model.onnx")),
        RealData.files("models/onnx").stream());
  }

  @ParameterizedTest
  @MethodSource("models")
  void theBitsAreThoseOfASession(Path file) throws Exception {
    try (OrtSession session = RUNTIME.createSession(file.toString(), options());
        ModelServer server =
            ModelServer.start(ServerOptions.serving(ServedModel.of("m", "1", file)).build())) {
      List<Input> inputs = inputs(file, session);
      Map<String, byte[]> expected = outputs(session, inputs);

      assertThat(Wire.outputs(Wire.binary(server, "m", inputs))).containsExactlyEntriesOf(expected);
      if (inputs.stream().noneMatch(input -> input.datatype().equals("FP16"))) {
        assertSameBits(Wire.json(server, "m", inputs), expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UINT16, [0;65535], 0000ffff",
    "UINT32, [0;4294967295], 00000000ffffffff",
    "UINT64, [1;18446744073709551615], 0100000000000000ffffffffffffffff"
  })
  void unsignedInputsReachAModel(Datatype datatype, String data, String hex, @TempDir Path folder)
      throws Exception {
    int code = OnnxCast.code(datatype);
    Path file = Files.write(folder.resolve("same.onnx"), OnnxCast.model(code, code));
    try (ModelServer server =
        ModelServer.start(ServerOptions.serving(ServedModel.of(file)).build())) {
      List<Input> inputs =
          List.of(new Input("from", datatype.name(), List.of(2L), HexFormat.of().parseHex(hex)));
      HttpResponse<byte[]> answer = Wire.binary(server, "same", inputs);
      assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
      assertThat(Wire.outputs(answer).get("to")).isEqualTo(inputs.get(0).raw());
      String json =
          "{\"inputs\":[{\"name\":\"from\",\"datatype\":\"%s\",\"shape\":[2],\"data\":%s}]}"
              .formatted(datatype, data.replace(';', ','));
      assertThat(Http.text(Http.post(server, "/v2/models/same/infer", json)))
          .contains("\"data\":" + data.replace(';', ','));
    }
  }

  @Test
  void aRawRequestIsTheOnlyInputsBytes(@TempDir Path folder) throws Exception {
    Path file =
        Files.write(folder.resolve("same.onnx"), OnnxCast.model(OnnxCast.INT64, OnnxCast.INT64));
    ServedModel houses = ServedModel.of(Path.of("../../canaries/house-price/model.onnx"));
    try (ModelServer server =
        ModelServer.start(ServerOptions.serving(ServedModel.of(file), houses).build())) {
      String[] header = {"Inference-Header-Content-Length", "0"};
      HttpResponse<byte[]> answer = Http.post(server, "/v2/models/same/infer", new byte[8], header);

      assertThat(Wire.outputs(answer)).containsExactly(Map.entry("to", new byte[8]));
      assertThat(
              Http.post(server, "/v2/models/house-price/infer", new byte[8], header).statusCode())
          .isEqualTo(400);
      assertThat(Http.post(server, "/v2/models/same/infer", new byte[7], header).statusCode())
          .isEqualTo(400);
    }
  }

  private static void assertSameBits(HttpResponse<byte[]> answer, Map<String, byte[]> expected)
      throws Exception {
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    List<String> elements = Wire.elements(answer);
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    int at = 0;
    for (var output : Http.json(answer).get("outputs")) {
      int count = output.get("data").size();
      for (String element : elements.subList(at, at + count)) {
        found.writeBytes(raw(output.get("datatype").asText(), element));
      }
      at += count;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    expected.values().forEach(all::writeBytes);
    assertThat(found.toByteArray()).isEqualTo(all.toByteArray());
  }

  private static byte[] raw(String datatype, String element) {
    ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    switch (datatype) {
      case "FP32" -> out.putFloat(Float.parseFloat(element));
      case "FP64" -> out.putDouble(Double.parseDouble(element));
      case "INT64" -> out.putLong(Long.parseLong(element));
      case "INT32" -> out.putInt(Integer.parseInt(element));
      default -> {
        return text(element);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setDeterministicCompute(true);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /** Inputs of the types and shapes that a model declares. */
  static List<Input> inputs(Path file, OrtSession session) throws OrtException {
    List<Input> inputs = new ArrayList<>();
    Random random = new Random(5);
    for (NodeInfo node : session.getInputInfo().values()) {
      TensorInfo info = (TensorInfo) node.getInfo();
      List<Long> open =
          Arrays.stream(info.getShape()).map(size -> Math.max(size, 1)).boxed().toList();
      List<Long> shape = SHAPES.getOrDefault(file.getFileName() + " " + node.getName(), open);
      inputs.add(input(node.getName(), info, shape, random));
    }
    return inputs;
  }

  private static Input input(String name, TensorInfo info, List<Long> shape, Random random) {
    int count = shape.stream().mapToInt(Long::intValue).reduce(1, Math::multiplyExact);
    ByteBuffer out = ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN);
    String datatype =
        switch (info.type) {
          case FLOAT -> "FP32";
          case FLOAT16 -> "FP16";
          case INT64 -> "INT64";
          case INT32 -> "INT32";
          case STRING -> "BYTES";
          default -> throw new IllegalArgumentException(name + ": " + info);
        };
    if (datatype.equals("BYTES")) {
      return new Input(name, datatype, shape, text("Neustadt"));
    }
    for (int i = 0; i < count; i++) {
      switch (info.type) {
        case FLOAT -> out.putFloat(random.nextFloat());
        // From 0.5 to 1.
        case FLOAT16 -> out.putShort((short) (0x3800 | random.nextInt(0x400)));
        case INT64 -> out.putLong(name.equals("sr") ? 16_000 : 1);
        default -> out.putInt(random.nextInt(256));
      }
    }
    return new Input(name, datatype, shape, Arrays.copyOf(out.array(), out.position()));
  }

  private static byte[] text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static Map<String, byte[]> outputs(OrtSession session, List<Input> inputs)
      throws OrtException {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    for (Input input : inputs) {
      fed.put(input.name(), tensor(input));
    }
    Map<String, byte[]> outputs = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(fed)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), raw(output.getValue()));
      }
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  private static OnnxTensor tensor(Input input) throws OrtException {
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    if (input.datatype().equals("BYTES")) {
      return OnnxTensor.createTensor(RUNTIME, new String[] {"Neustadt"}, shape);
    }
    // Aligned as the runtime's own memory is, or the order of additions is another.
    ByteBuffer memory =
        ByteBuffer.allocateDirect(input.raw().length + 2 * 64)
            .alignedSlice(64)
            .slice(0, input.raw().length)
            .order(ByteOrder.nativeOrder())
            .put(input.raw())
            .rewind();
    OnnxJavaType type =
        switch (input.datatype()) {
          case "FP32" -> OnnxJavaType.FLOAT;
          case "FP16" -> OnnxJavaType.FLOAT16;
          case "INT64" -> OnnxJavaType.INT64;
          default -> OnnxJavaType.INT32;
        };
    return OnnxTensor.createTensor(RUNTIME, memory, shape, type);
  }

  /** Tensors as they are; a classifier's maps row by row, in the order of their keys. */
  private static byte[] raw(OnnxValue value) throws OrtException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    if (value instanceof OnnxSequence sequence) {
      for (OnnxValue item : sequence.getValue()) {
        for (Object number : new TreeMap<>(((OnnxMap) item).getValue()).values()) {
          raw.writeBytes(raw("FP32", number.toString()));
        }
      }
      return raw.toByteArray();
    }
    OnnxTensor tensor = (OnnxTensor) value;
    if (tensor.getInfo().type == OnnxJavaType.STRING) {
      for (String text : (String[]) tensor.getValue()) {
        raw.writeBytes(text(text));
      }
      return raw.toByteArray();
    }
    return tensor.getByteBuffer().array();
  }
}
