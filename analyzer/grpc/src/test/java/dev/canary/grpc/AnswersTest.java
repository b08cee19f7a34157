package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.InferTensorContents;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are not what they say: one row each. */
class AnswersTest {
  private static final InferTensorContents ONE = floats(1);
  private static final ByteString FOUR_BYTES = ByteString.fromHex("0000803f");

  static Stream<Arguments> quirks() {
    return Stream.of(
        Arguments.of(
            "too few typed elements",
            answer(output("FP32", 2).setContents(ONE)),
            "output y, FP32[2]: 2 elements needed in the field of fp32, found 1 there and 0 in"
                + " others"),
        Arguments.of(
            "too many typed elements",
            answer(output("FP32", 1).setContents(floats(1, 2))),
            "output y, FP32[1]: 1 elements needed in the field of fp32, found 2 there and 0 in"
                + " others"),
        Arguments.of(
            "elements in the field of another type",
            answer(output("FP64", 1).setContents(ONE)),
            "output y, FP64[1]: 1 elements needed in the field of fp64, found 0 there and 1 in"
                + " others"),
        Arguments.of(
            "no elements in any form",
            answer(output("FP32", 1)),
            "output y, FP32[1]: 1 elements needed in the field of fp32, found 0 there and 0 in"
                + " others"),
        Arguments.of(
            "FP16 in typed fields, which have none for it",
            answer(output("FP16", 1).setContents(ONE)),
            "output y, FP16[1]: fp16 has no typed field in this protocol; it can only be sent raw"),
        Arguments.of(
            "an element outside its type",
            answer(
                output("INT8", 1)
                    .setContents(InferTensorContents.newBuilder().addIntContents(128))),
            "output y, INT8[1]: element 0 is 128, outside int8, -128 to 127"),
        Arguments.of(
            "an unsigned element outside its type",
            answer(
                output("UINT16", 1)
                    .setContents(InferTensorContents.newBuilder().addUintContents(-1))),
            "output y, UINT16[1]: element 0 is 4294967295, outside uint16, 0 to 65535"),
        Arguments.of(
            "too few raw bytes",
            answer(output("FP32", 2)).toBuilder().addRawOutputContents(FOUR_BYTES).build(),
            "output y, FP32[2]: fp32[2] needs 8 bytes, found 4"),
        Arguments.of(
            "a text that ends early",
            answer(output("BYTES", 1)).toBuilder()
                .addRawOutputContents(ByteString.fromHex("0500000061"))
                .build(),
            "output y, BYTES[1]: element 0 of BYTES ends after the 5 bytes of its tensor"),
        Arguments.of(
            "more raw entries than outputs",
            answer(output("FP32", 1)).toBuilder()
                .addRawOutputContents(FOUR_BYTES)
                .addRawOutputContents(FOUR_BYTES)
                .build(),
            "raw_output_contents has 2 entries for 1 outputs"),
        Arguments.of(
            "one output raw and one typed",
            answer(output("FP32", 1).setContents(ONE), output("FP32", 1)).toBuilder()
                .addRawOutputContents(FOUR_BYTES)
                .build(),
            "raw_output_contents has 1 entries for 2 outputs"),
        Arguments.of(
            "both forms at once",
            answer(output("FP32", 1).setContents(ONE)).toBuilder()
                .addRawOutputContents(FOUR_BYTES)
                .build(),
            "output y is there twice: raw and in typed fields"),
        Arguments.of(
            "a type that the protocol does not know",
            answer(output("FP8", 1).setContents(ONE)),
            "output y has the datatype \"FP8\", which this protocol does not know"),
        Arguments.of(
            "a dimension that is no size",
            answer(output("FP32", -1).setContents(ONE)),
            "output y, FP32[-1]: dimension -1 is no size"),
        Arguments.of(
            "more elements than memory",
            answer(output("FP64", 1 << 30, 1 << 30)),
            "output y, FP64[1073741824, 1073741824]: shape [1073741824, 1073741824] is too large"),
        Arguments.of(
            "one name twice",
            answer(output("FP32", 1).setContents(ONE), output("FP32", 1).setContents(ONE)),
            "the answer holds output y twice"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("quirks")
  void anAnswerThatIsNotWhatItSaysIsABadAnswer(
      String quirk, ModelInferResponse answer, String message) {
    PredictionException failure =
        catchThrowableOfType(PredictionException.class, () -> read(answer.toByteArray()));

    assertThat(failure).as(quirk).hasMessage(message);
    assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongLengthIsRefusedForEveryTypeInBothForms(DType dtype) {
    InferOutputTensor.Builder two = output(OpenInference.word(dtype), 2);
    Tensor three =
        dtype == DType.STRING
            ? Tensor.ofTexts(new int[] {3}, List.of("a", "b", "c"))
            : Tensor.ofBytes(dtype, new int[] {3}, new byte[3 * dtype.width()]);
    ByteString raw = ByteString.copyFrom(OpenInference.raw(three));
    List<ModelInferResponse> wrong = new ArrayList<>();
    wrong.add(answer(two).toBuilder().addRawOutputContents(raw).build());
    wrong.add(answer(two).toBuilder().addRawOutputContents(raw.substring(0, 1)).build());
    wrong.add(answer(two).toBuilder().addRawOutputContents(ByteString.EMPTY).build());
    wrong.add(answer(two));
    if (TypedContents.hold(dtype)) {
      wrong.add(answer(two.clone().setContents(TypedContents.of(three))));
    }
    for (ModelInferResponse answer : wrong) {
      PredictionException failure =
          catchThrowableOfType(PredictionException.class, () -> read(answer.toByteArray()));

      assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
      assertThat(failure)
          .hasMessageStartingWith("output y, %s[2]: ".formatted(OpenInference.word(dtype)));
    }
  }

  @Test
  void bytesThatAreNoMessageAreABadAnswer() {
    PredictionException failure =
        catchThrowableOfType(PredictionException.class, () -> read(new byte[] {0x2a, 0x7f, 1}));

    assertThat(failure).hasMessageStartingWith("the answer is no ModelInferResponse: ");
    assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
  }

  @Test
  void theAnswerToAnotherRequestIsNotOfThisModel() {
    byte[] other =
        answer(output("FP32", 1).setContents(ONE)).toBuilder().setId("other").build().toByteArray();

    PredictionException failure =
        catchThrowableOfType(PredictionException.class, () -> read(other));

    assertThat(failure).hasMessage("an answer to request id \"other\", asked was \"mine\"");
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void anAnswerWithoutOutputsIsEmpty() {
    PredictionException failure =
        catchThrowableOfType(PredictionException.class, () -> read(new byte[0]));

    assertThat(failure.reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void anAnswerWithoutAnIdOrVersionIsStillAnAnswer() throws Exception {
    ModelInferResponse answer = answer(output("FP32", 1).setContents(ONE));

    assertThat(Answers.tensors(Answers.message(answer.toByteArray(), "mine"))).containsKey("y");
  }

  private static void read(byte[] bytes) throws PredictionException {
    Answers.tensors(Answers.message(bytes, "mine"));
  }

  private static ModelInferResponse answer(InferOutputTensor.Builder... outputs) {
    return ModelInferResponse.newBuilder()
        .addAllOutputs(Stream.of(outputs).map(InferOutputTensor.Builder::build).toList())
        .build();
  }

  private static InferOutputTensor.Builder output(String datatype, long... shape) {
    InferOutputTensor.Builder output =
        InferOutputTensor.newBuilder().setName("y").setDatatype(datatype);
    for (long dimension : shape) {
      output.addShape(dimension);
    }
    return output;
  }

  private static InferTensorContents floats(float... values) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float value : values) {
      contents.addFp32Contents(value);
    }
    return contents.build();
  }
}
