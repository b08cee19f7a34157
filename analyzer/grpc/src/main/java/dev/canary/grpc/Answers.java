package dev.canary.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the answer to one request, in either of the two forms: Triton answers raw whatever it was
 * asked with (src/grpc/infer_handler.cc), others answer in typed fields.
 */
final class Answers {
  private Answers() {}

  /**
   * The message in an answer's bytes.
   *
   * @throws PredictionException EMPTY without outputs, BAD_ANSWER if it is malformed, UNREACHABLE
   *     if it is the answer to another request
   */
  static ModelInferResponse message(byte[] bytes, String id) throws PredictionException {
    ModelInferResponse answer;
    try {
      answer = ModelInferResponse.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw bad(
          "the answer is no ModelInferResponse: "
              + Failures.oneLine(String.valueOf(e.getMessage())));
    }
    if (!answer.getId().isEmpty() && !answer.getId().equals(id)) {
      throw new PredictionException(
          Reason.UNREACHABLE,
          "an answer to request id \"%s\", asked was \"%s\""
              .formatted(Failures.oneLine(answer.getId()), id));
    }
    if (answer.getOutputsCount() == 0) {
      throw new PredictionException(Reason.EMPTY, "the answer holds no outputs");
    }
    return answer;
  }

  /**
   * The outputs of an answer by name, in its order.
   *
   * @throws PredictionException BAD_ANSWER naming the first output that is not what it says
   */
  static Map<String, Tensor> tensors(ModelInferResponse answer) throws PredictionException {
    List<InferOutputTensor> outputs = answer.getOutputsList();
    int raw = answer.getRawOutputContentsCount();
    if (raw > 0 && raw != outputs.size()) {
      throw bad("raw_output_contents has %d entries for %d outputs".formatted(raw, outputs.size()));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      InferOutputTensor output = outputs.get(i);
      Tensor tensor = tensor(answer, i, output);
      if (tensors.put(output.getName(), tensor) != null) {
        throw bad("the answer holds output %s twice".formatted(Failures.oneLine(output.getName())));
      }
    }
    return tensors;
  }

  private static Tensor tensor(ModelInferResponse answer, int index, InferOutputTensor output)
      throws PredictionException {
    String name = Failures.oneLine(output.getName());
    DType dtype =
        OpenInference.type(output.getDatatype())
            .orElseThrow(
                () ->
                    bad(
                        "output %s has the datatype \"%s\", which this protocol does not know"
                            .formatted(name, Failures.oneLine(output.getDatatype()))));
    boolean raw = answer.getRawOutputContentsCount() > 0;
    if (raw && output.hasContents() && output.getContents().getSerializedSize() > 0) {
      throw bad("output %s is there twice: raw and in typed fields".formatted(name));
    }
    try {
      int[] shape = shape(output);
      return raw
          ? OpenInference.tensor(
              dtype, shape, answer.getRawOutputContents(index).asReadOnlyByteBuffer())
          : TypedContents.tensor(dtype, shape, output.getContents());
    } catch (IllegalArgumentException e) {
      throw bad(
          "output %s, %s%s: %s"
              .formatted(name, output.getDatatype(), output.getShapeList(), e.getMessage()));
    }
  }

  private static int[] shape(InferOutputTensor output) {
    int[] shape = new int[output.getShapeCount()];
    for (int i = 0; i < shape.length; i++) {
      long dimension = output.getShape(i);
      if (dimension < 0 || dimension > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("dimension %d is no size".formatted(dimension));
      }
      shape[i] = (int) dimension;
    }
    return shape;
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_ANSWER, message);
  }
}
