package dev.canary.grpc;

import com.google.protobuf.ByteString;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;

/** Answers that hold the inputs of their request as outputs of the same names. */
final class Echo {
  private Echo() {}

  /** As Triton answers, whatever it was asked with. */
  static ModelInferResponse raw(ModelInferRequest request) {
    ModelInferResponse.Builder answer = head(request);
    for (int i = 0; i < request.getInputsCount(); i++) {
      answer.addOutputs(output(request.getInputs(i)));
      answer.addRawOutputContents(
          request.getRawInputContentsCount() > 0
              ? request.getRawInputContents(i)
              : ByteString.copyFrom(OpenInference.raw(tensor(request, i))));
    }
    return answer.build();
  }

  /** As servers answer that know the typed fields alone. */
  static ModelInferResponse typed(ModelInferRequest request) {
    ModelInferResponse.Builder answer = head(request);
    for (int i = 0; i < request.getInputsCount(); i++) {
      answer.addOutputs(
          output(request.getInputs(i)).setContents(TypedContents.of(tensor(request, i))));
    }
    return answer.build();
  }

  private static ModelInferResponse.Builder head(ModelInferRequest request) {
    return ModelInferResponse.newBuilder()
        .setModelName(request.getModelName())
        .setModelVersion("7")
        .setId(request.getId());
  }

  private static InferOutputTensor.Builder output(InferInputTensor input) {
    return InferOutputTensor.newBuilder()
        .setName(input.getName())
        .setDatatype(input.getDatatype())
        .addAllShape(input.getShapeList());
  }

  private static Tensor tensor(ModelInferRequest request, int i) {
    InferInputTensor input = request.getInputs(i);
    DType dtype = OpenInference.type(input.getDatatype()).orElseThrow();
    int[] shape = input.getShapeList().stream().mapToInt(Math::toIntExact).toArray();
    return request.getRawInputContentsCount() > 0
        ? OpenInference.tensor(dtype, shape, request.getRawInputContents(i).asReadOnlyByteBuffer())
        : TypedContents.tensor(dtype, shape, input.getContents());
  }
}
