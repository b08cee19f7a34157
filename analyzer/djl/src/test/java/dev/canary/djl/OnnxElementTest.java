package dev.canary.djl;

import static dev.canary.djl.Models.golden;
import static dev.canary.djl.Models.hex;
import static dev.canary.djl.Models.number;
import static dev.canary.djl.Models.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of element passes with all its bits, and a bare number takes the declared type. */
class OnnxElementTest {
  private final Path folder;

  OnnxElementTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Target open(GraphProto.Builder graph) throws IOException, LoadException {
    return Models.open(OnnxModels.write(folder.resolve("model.onnx"), graph));
  }

  /** Bits that a careless conversion would change: NaN payloads, -0.0, subnormals, extremes. */
  static Stream<Arguments> everyElementType() {
    int[] two = {2};
    return Stream.of(
        Arguments.of(OnnxElement.FLOAT, hex(DType.FP32, two, "01 00 a0 7f 01 00 00 80")),
        Arguments.of(
            OnnxElement.DOUBLE,
            hex(DType.FP64, two, "01 00 00 00 00 00 f4 7f 01 00 00 00 00 00 00 80")),
        Arguments.of(OnnxElement.FLOAT16, hex(DType.FP16, two, "01 7d 01 80")),
        Arguments.of(OnnxElement.BFLOAT16, hex(DType.BF16, two, "81 7f 01 80")),
        Arguments.of(
            OnnxElement.INT64,
            hex(DType.INT64, two, "00 00 00 00 00 00 00 80 ff ff ff ff ff ff ff 7f")),
        Arguments.of(OnnxElement.INT32, hex(DType.INT32, two, "00 00 00 80 ff ff ff 7f")),
        Arguments.of(OnnxElement.INT16, hex(DType.INT16, two, "00 80 ff 7f")),
        Arguments.of(OnnxElement.INT8, hex(DType.INT8, two, "80 7f")),
        Arguments.of(OnnxElement.UINT8, hex(DType.UINT8, two, "00 ff")),
        Arguments.of(OnnxElement.UINT16, hex(DType.UINT16, two, "00 00 ff ff")),
        Arguments.of(OnnxElement.UINT32, hex(DType.UINT32, two, "00 00 00 00 ff ff ff ff")),
        Arguments.of(
            OnnxElement.UINT64,
            hex(DType.UINT64, two, "01 00 00 00 00 00 00 00 ff ff ff ff ff ff ff ff")),
        Arguments.of(OnnxElement.BOOL, Tensor.ofBooleans(two, true, false)),
        Arguments.of(OnnxElement.STRING, Tensor.ofTexts(two, List.of("", "grün €"))));
  }

  @ParameterizedTest
  @MethodSource("everyElementType")
  void everyElementTypePassesUnchanged(OnnxElement type, Tensor tensor) throws Exception {
    try (Target target = open(OnnxModels.identity(type, 2))) {
      assertThat(target.predict(golden("x", tensor)).tensors()).containsEntry("y", tensor);
      assertThat(target.predict(golden("x", tensor)).tensors()).containsEntry("y", tensor);
    }
  }

  @ParameterizedTest
  @MethodSource("everyElementType")
  void anEmptyTensorPasses(OnnxElement type, Tensor tensor) throws Exception {
    Tensor empty =
        tensor.dtype() == DType.STRING
            ? Tensor.ofTexts(new int[] {0, 3}, List.of())
            : Tensor.ofBytes(tensor.dtype(), new int[] {0, 3}, new byte[0]);
    try (Target target = open(OnnxModels.identity(type, -1, 3))) {
      assertThat(target.predict(golden("x", empty)).tensors()).containsEntry("y", empty);
    }
  }

  static Stream<Arguments> bareNumbers() {
    return Stream.of(
        Arguments.of(OnnxElement.INT64, whole(16000), whole(16000)),
        Arguments.of(OnnxElement.INT64, number(3), whole(3)),
        Arguments.of(OnnxElement.INT32, whole(-7), hex(DType.INT32, new int[0], "f9 ff ff ff")),
        Arguments.of(OnnxElement.UINT8, whole(255), hex(DType.UINT8, new int[0], "ff")),
        Arguments.of(OnnxElement.UINT16, whole(65_535), hex(DType.UINT16, new int[0], "ff ff")),
        Arguments.of(OnnxElement.BFLOAT16, number(0.5), hex(DType.BF16, new int[0], "00 3f")),
        Arguments.of(OnnxElement.FLOAT, number(0.5), Tensor.ofFloats(new int[0], 0.5f)),
        Arguments.of(OnnxElement.FLOAT, whole(3), Tensor.ofFloats(new int[0], 3f)),
        Arguments.of(OnnxElement.FLOAT16, number(-0.0), hex(DType.FP16, new int[0], "00 80")),
        Arguments.of(OnnxElement.DOUBLE, whole(1L << 53), number(0x1p53)));
  }

  @ParameterizedTest
  @MethodSource("bareNumbers")
  void aBareNumberTakesTheDeclaredType(OnnxElement type, Tensor bare, Tensor expected)
      throws Exception {
    try (Target target = open(OnnxModels.identity(type))) {
      assertThat(target.predict(golden("x", bare)).tensors()).containsEntry("y", expected);
    }
  }

  static Stream<Arguments> lossyNumbers() {
    return Stream.of(
        Arguments.of(OnnxElement.FLOAT, number(0.1)),
        Arguments.of(OnnxElement.FLOAT, whole((1L << 24) + 1)),
        Arguments.of(OnnxElement.FLOAT16, whole(65_520)),
        Arguments.of(OnnxElement.DOUBLE, whole(Long.MAX_VALUE)),
        Arguments.of(OnnxElement.INT64, number(0.5)),
        Arguments.of(OnnxElement.INT64, number(0x1p63)),
        Arguments.of(OnnxElement.INT64, number(Double.NaN)),
        Arguments.of(OnnxElement.INT8, whole(128)),
        Arguments.of(OnnxElement.INT16, whole(32_768)),
        Arguments.of(OnnxElement.UINT16, whole(-1)),
        Arguments.of(OnnxElement.UINT32, whole(1L << 32)),
        Arguments.of(OnnxElement.UINT64, whole(-1)),
        Arguments.of(OnnxElement.BFLOAT16, number(0.1)),
        Arguments.of(OnnxElement.BOOL, whole(1)),
        Arguments.of(OnnxElement.STRING, whole(1)));
  }

  @ParameterizedTest
  @MethodSource("lossyNumbers")
  void aBareNumberIsNeverRounded(OnnxElement type, Tensor bare) throws Exception {
    try (Target target = open(OnnxModels.identity(type))) {
      assertThatThrownBy(() -> target.predict(golden("x", bare)))
          .isInstanceOfSatisfying(
              PredictionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT))
          .hasMessageContaining("found " + bare);
    }
  }
}
