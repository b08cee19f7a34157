package dev.canary.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ServerLiveRequest;
import inference.ServerLiveResponse;
import inference.ServerMetadataRequest;
import inference.ServerMetadataResponse;
import inference.ServerReadyRequest;
import inference.ServerReadyResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Open Inference Protocol v2 over gRPC ({@code inference_grpc.md}); outputs always raw, as
 * Triton sends them.
 */
final class GrpcApi extends GRPCInferenceServiceImplBase {
  private final Serving serving;

  GrpcApi(Serving serving) {
    this.serving = serving;
  }

  /** Makes one answer. */
  @FunctionalInterface
  private interface Answer<T> {
    T make() throws InferenceException;
  }

  private static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    try {
      observer.onNext(answer.make());
      observer.onCompleted();
    } catch (InferenceException e) {
      observer.onError(status(e).withDescription(e.getMessage()).asRuntimeException());
    } catch (RuntimeException e) {
      observer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
    }
  }

  private static Status status(InferenceException e) {
    return switch (e.reason()) {
      case BAD_REQUEST -> Status.INVALID_ARGUMENT;
      case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
      case NOT_FOUND -> Status.NOT_FOUND;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case FAILED -> Status.INTERNAL;
    };
  }

  private static Optional<String> version(String given) {
    return given.isEmpty() ? Optional.empty() : Optional.of(given);
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    answer(observer, () -> ServerReadyResponse.newBuilder().setReady(serving.isReady()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    answer(
        observer,
        () -> {
          serving.check(request.getName(), version(request.getVersion()));
          return ModelReadyResponse.newBuilder().setReady(serving.isReady()).build();
        });
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(
        observer,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName(Serving.NAME)
                .setVersion(Serving.VERSION)
                .addAllExtensions(V2Api.EXTENSIONS)
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    answer(
        observer,
        () -> {
          LoadedModel model =
              serving.repository().find(request.getName(), version(request.getVersion()));
          ModelMetadataResponse.Builder metadata =
              ModelMetadataResponse.newBuilder()
                  .setName(model.name())
                  .setPlatform(model.model().platform());
          serving.repository().versions(model.name()).stream()
              .map(LoadedModel::version)
              .forEach(metadata::addVersions);
          model.model().inputs().forEach(slot -> metadata.addInputs(metadata(slot)));
          model.model().outputs().forEach(slot -> metadata.addOutputs(metadata(slot)));
          return metadata.build();
        });
  }

  private static TensorMetadata metadata(Slot slot) {
    return TensorMetadata.newBuilder()
        .setName(slot.name())
        .setDatatype(slot.datatype().name())
        .addAllShape(slot.shape())
        .build();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    answer(observer, () -> infer(request));
  }

  private ModelInferResponse infer(ModelInferRequest request) throws InferenceException {
    serving.check(request.getModelName(), version(request.getModelVersion()));
    List<String> wanted =
        request.getOutputsList().stream().map(InferRequestedOutputTensor::getName).toList();
    Serving.Answer answer =
        serving.infer(
            request.getModelName(), version(request.getModelVersion()), inputs(request), wanted);
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setId(request.getId())
            .setModelName(answer.model())
            .setModelVersion(answer.version());
    for (Tensor output : answer.outputs()) {
      response.addOutputs(
          InferOutputTensor.newBuilder()
              .setName(output.name())
              .setDatatype(output.datatype().name())
              .addAllShape(output.shape()));
      // Nobody writes into an output.
      response.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.raw()));
    }
    return response.build();
  }

  private static List<Tensor> inputs(ModelInferRequest request) throws InferenceException {
    boolean isRaw = request.getRawInputContentsCount() > 0;
    if (isRaw && request.getRawInputContentsCount() != request.getInputsCount()) {
      throw InferenceException.badRequest(
          request.getInputsCount()
              + " inputs and "
              + request.getRawInputContentsCount()
              + " raw_input_contents");
    }
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      Datatype datatype = Datatype.named(input.getDatatype());
      ByteBuffer raw =
          isRaw
              ? request.getRawInputContents(i).asReadOnlyByteBuffer()
              : contents(datatype, input.getContents());
      inputs.add(Tensor.received(input.getName(), datatype, input.getShapeList(), raw));
    }
    return inputs;
  }

  private static ByteBuffer contents(Datatype datatype, InferTensorContents contents)
      throws InferenceException {
    RawWriter raw = new RawWriter();
    int width = datatype.width();
    switch (datatype) {
      case BOOL -> contents.getBoolContentsList().forEach(value -> raw.put(value ? 1 : 0, 1));
      case INT8, INT16, INT32 ->
          contents.getIntContentsList().forEach(value -> raw.put(value, width));
      case INT64 -> contents.getInt64ContentsList().forEach(value -> raw.put(value, width));
      case UINT8, UINT16, UINT32 ->
          contents.getUintContentsList().forEach(value -> raw.put(value, width));
      case UINT64 -> contents.getUint64ContentsList().forEach(value -> raw.put(value, width));
      case FP32 ->
          contents
              .getFp32ContentsList()
              .forEach(value -> raw.put(Float.floatToRawIntBits(value), width));
      case FP64 ->
          contents
              .getFp64ContentsList()
              .forEach(value -> raw.put(Double.doubleToRawLongBits(value), width));
      case BYTES ->
          contents.getBytesContentsList().stream()
              .map(ByteString::toByteArray)
              .forEach(raw::putBytes);
      case FP16, BF16 ->
          throw InferenceException.badRequest(datatype + " travels in raw_input_contents alone");
    }
    return raw.written();
  }
}
