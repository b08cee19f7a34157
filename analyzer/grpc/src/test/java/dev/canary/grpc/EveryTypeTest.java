package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type goes to a server and back without losing a bit, in each form that can carry it. */
@Timeout(60)
class EveryTypeTest {
  private static final List<String> FORMS = List.of("raw", "contents");

  /** Extremes, signed zeros, NaN with payloads, texts of any bytes. */
  private static Tensor tensor(DType dtype) {
    String hex =
        switch (dtype) {
          case FP64 -> "000000000000f07f0100000000000480010000000000f87f0000000000000080";
          case FP32 -> "0000807f010000800100c07f00000080";
          case FP16 -> "007c0180017e0080";
          case BF16 -> "807f0180c17f0080";
          case INT64, UINT64 -> "0000000000000080ffffffffffffffff01000000000020000100000000000000";
          case INT32, UINT32 -> "00000080ffffffffffffff7f01000000";
          case INT16, UINT16 -> "0080ffffff7f0100";
          case INT8, UINT8 -> "80ff7f01";
          case BOOL -> "01000001";
          case STRING -> "";
        };
    int[] shape = {2, 1, 2};
    return dtype == DType.STRING
        ? Tensor.ofTexts(
            shape, List.of("", "gr\u00fc\u00df \ud83d\ude00", "base64:gP8=", "a\u0000b"))
        : OpenInference.tensor(dtype, shape, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  static Stream<Arguments> ways() {
    return Arrays.stream(DType.values())
        .flatMap(
            dtype ->
                FORMS.stream()
                    .flatMap(ask -> FORMS.stream().map(said -> Arguments.of(dtype, ask, said))))
        .filter(way -> TypedContents.hold((DType) way.get()[0]) || isRaw(way));
  }

  private static boolean isRaw(Arguments way) {
    return way.get()[1].equals("raw") && way.get()[2].equals("raw");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aTensorComesBackBitForBit(DType dtype, String asked, String answered) throws Exception {
    Tensor tensor = tensor(dtype);
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("encoding", asked))) {
      server.answering(answered.equals("raw") ? Echo::raw : Echo::typed);

      Output output = target.predict(Case.of("c", Input.of(Map.of("x", tensor))));

      assertThat(output.tensors()).isEqualTo(Map.of("x", tensor));
      assertThat(server.requests.get(0).getRawInputContentsCount())
          .isEqualTo(asked.equals("raw") ? 1 : 0);
      assertThat(server.requests.get(0).getInputs(0).hasContents())
          .isEqualTo(asked.equals("contents"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FP16", "BF16"})
  void whatHasNoTypedFieldIsNotSentInOne(DType dtype) throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("encoding", "contents"))) {
      Case golden = Case.of("c", Input.of(Map.of("x", tensor(dtype))));

      assertThat(failure(target, golden))
          .hasMessage(
              "input x is %s[2, 1, 2], which can only be sent with target.encoding: raw",
              dtype.label());
      assertThat(server.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 3, 00004040", "INT8, -3, fd", "UINT64, 3, 0300000000000000", "FP16, 3, 0042"})
  void aBareNumberTakesOnTheTypeThatTheModelDeclares(DType dtype, long number, String hex)
      throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.model = declaring(dtype);
      Case golden = Case.of("c", Input.of(Map.of("x", Tensor.ofLongs(new int[0], number))));

      target.expect(List.of(golden));
      Tensor came = target.predict(golden).tensors().get("x");

      assertThat(came)
          .isEqualTo(
              OpenInference.tensor(
                  dtype, new int[0], ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
    }
  }

  @Test
  void aBareNumberThatTheModelsTypeCannotHoldIsNotSent() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      server.model = declaring(DType.UINT8);
      Case golden = Case.of("c", Input.of(Map.of("x", Tensor.ofLongs(new int[0], 256))));

      target.expect(List.of(golden));

      assertThat(failure(target, golden))
          .hasMessage(
              "input x: found int64[], the model declares uint8, which does not hold it exactly");
    }
  }

  @Test
  void aNonceMakesEveryRequestAnotherAndTheAnswerStaysTheCases() throws Exception {
    Tensor tensor = tensor(DType.FP32);
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of("nonce", "row"))) {
      Case golden = Case.of("c", Input.of(Map.of("x", tensor)));

      assertThat(target.predict(golden).tensors()).isEqualTo(Map.of("x", tensor));
      assertThat(target.predict(golden).tensors()).isEqualTo(Map.of("x", tensor));
      assertThat(server.requests.get(0).getInputs(0).getShapeList()).containsExactly(3L, 1L, 2L);
      assertThat(server.requests.get(0).getRawInputContents(0))
          .isNotEqualTo(server.requests.get(1).getRawInputContents(0));
      assertThat(target.identity().provenance()).containsEntry("request.nonce", "row");
    }
  }

  @Test
  void aNullIsNotSent() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, Map.of())) {
      Case golden = Case.of("c", new Input(Map.of(), Set.of("age")));

      assertThat(failure(target, golden))
          .hasMessage("[age] given as null; this protocol carries none");
    }
  }

  private static PredictionException failure(Target target, Case golden) {
    try {
      target.predict(golden);
    } catch (PredictionException e) {
      assertThat(e.reason()).isEqualTo(Reason.BAD_INPUT);
      return e;
    }
    throw new AssertionError("an answer came where a failure belongs");
  }

  private static ModelMetadataResponse declaring(DType dtype) {
    return ModelMetadataResponse.newBuilder()
        .addInputs(TensorMetadata.newBuilder().setName("x").setDatatype(OpenInference.word(dtype)))
        .build();
  }
}
