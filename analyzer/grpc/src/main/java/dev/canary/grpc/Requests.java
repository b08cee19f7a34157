package dev.canary.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.canary.grpc.Settings.Encoding;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Lossless;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import java.util.Map;
import java.util.Optional;

/**
 * Words one case as a request.
 *
 * @param model its name on the server
 * @param encoding how elements are sent
 * @param declared the types of the model's inputs by name, where its metadata tells: a bare number
 *     of a case file takes them on
 */
record Requests(String model, Encoding encoding, Map<String, DType> declared) {
  Requests {
    declared = Map.copyOf(declared);
  }

  /**
   * The request of one case.
   *
   * @param id comes back in the answer
   * @throws PredictionException BAD_INPUT if the protocol cannot carry this input
   */
  ModelInferRequest of(Input input, String id) throws PredictionException {
    if (!input.nulls().isEmpty()) {
      throw bad("%s given as null; this protocol carries none".formatted(input.nulls()));
    }
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder().setModelName(model).setId(id);
    for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
      Tensor tensor = typed(entry.getKey(), entry.getValue());
      InferInputTensor.Builder described =
          InferInputTensor.newBuilder()
              .setName(entry.getKey())
              .setDatatype(OpenInference.word(tensor.dtype()));
      for (int dimension : tensor.shape()) {
        described.addShape(dimension);
      }
      switch (encoding) {
        case RAW ->
            request.addRawInputContents(UnsafeByteOperations.unsafeWrap(OpenInference.raw(tensor)));
        case CONTENTS -> described.setContents(contents(entry.getKey(), tensor));
      }
      request.addInputs(described);
    }
    return request.build();
  }

  private static inference.InferTensorContents contents(String name, Tensor tensor)
      throws PredictionException {
    if (!TypedContents.hold(tensor.dtype())) {
      throw bad(
          "input %s is %s, which can only be sent with target.encoding: raw"
              .formatted(name, tensor));
    }
    return TypedContents.of(tensor);
  }

  private Tensor typed(String name, Tensor given) throws PredictionException {
    Optional<DType> wanted = Optional.ofNullable(declared.get(name));
    if (wanted.isEmpty() || !isBareNumber(given)) {
      return given;
    }
    return Lossless.as(wanted.get(), given)
        .orElseThrow(
            () ->
                bad(
                    "input %s: found %s, the model declares %s, which does not hold it exactly"
                        .formatted(name, given, wanted.get().label())));
  }

  private static boolean isBareNumber(Tensor tensor) {
    return tensor.shape().length == 0
        && (tensor.dtype() == DType.INT64 || tensor.dtype() == DType.FP64);
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_INPUT, message);
  }
}
