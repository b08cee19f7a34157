package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferResponse;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ServerLiveRequest;
import inference.ServerMetadataRequest;
import inference.ServerReadyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Open Inference Protocol over gRPC, and gRPC's health service. */
@Timeout(60)
class GrpcTest {
  private static final Path HOUSES = Path.of("../../canaries/house-price/model.onnx");

  private static ModelServer server;
  private static ManagedChannel channel;
  private static GRPCInferenceServiceBlockingStub stub;

  @BeforeAll
  static void start() throws Exception {
    server =
        ModelServer.start(
            ServerOptions.serving(
                    ServedModel.of(HOUSES),
                    ServedModel.echo("echo"),
                    ServedModel.echo("echo").as("2"))
                .grpcPort(0)
                .build());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpc().getPort()).usePlaintext().build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void serverAndModelTellOfThemselves() {
    ModelMetadataResponse echo =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("echo").build());
    ModelMetadataResponse houses =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("house-price").build());

    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("canary-server");
    assertThat(
            stub.modelReady(ModelReadyRequest.newBuilder().setName("echo").setVersion("2").build())
                .getReady())
        .isTrue();
    assertThat(echo.getVersionsList()).containsExactly("1", "2");
    assertThat(houses.getInputs(2).getDatatype()).isEqualTo("BYTES");
    assertThat(houses.getOutputs(0).getShapeList()).containsExactly(1L, 1L);
  }

  @Test
  void healthIsKnownOfServerServiceAndModels() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);

    for (String service : List.of("", "inference.GRPCInferenceService", "echo")) {
      assertThat(
              health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
    assertStatus(
        Status.Code.NOT_FOUND,
        () -> health.check(HealthCheckRequest.newBuilder().setService("x").build()));
  }

  static Stream<Map.Entry<String, InferTensorContents.Builder>> contents() {
    return Stream.of(
        Map.entry("BOOL 01", contentsBuilder().addBoolContents(true)),
        Map.entry("INT8 80", contentsBuilder().addIntContents(-128)),
        Map.entry("INT16 0080", contentsBuilder().addIntContents(-32768)),
        Map.entry("INT32 00000080", contentsBuilder().addIntContents(Integer.MIN_VALUE)),
        Map.entry("INT64 0100000000002000", contentsBuilder().addInt64Contents((1L << 53) + 1)),
        Map.entry("UINT8 ff", contentsBuilder().addUintContents(255)),
        Map.entry("UINT16 ffff", contentsBuilder().addUintContents(65535)),
        Map.entry("UINT32 ffffffff", contentsBuilder().addUintContents(-1)),
        Map.entry("UINT64 ffffffffffffffff", contentsBuilder().addUint64Contents(-1)),
        Map.entry(
            "FP32 0100c07f", contentsBuilder().addFp32Contents(Float.intBitsToFloat(0x7fc00001))),
        Map.entry("FP64 0000000000000080", contentsBuilder().addFp64Contents(-0.0)),
        Map.entry(
            "BYTES 01000000ff", contentsBuilder().addBytesContents(ByteString.fromHex("ff"))));
  }

  private static InferTensorContents.Builder contentsBuilder() {
    return InferTensorContents.newBuilder();
  }

  @ParameterizedTest
  @MethodSource("contents")
  void contentsComeBackRaw(Map.Entry<String, InferTensorContents.Builder> given) {
    String[] expected = given.getKey().split(" ", -1);

    ModelInferResponse answer =
        stub.modelInfer(
            request(expected[0])
                .setInputs(0, input(expected[0]).setContents(given.getValue()))
                .build());

    assertThat(answer.getRawOutputContents(0)).isEqualTo(ByteString.fromHex(expected[1]));
    assertThat(answer.getOutputs(0).getDatatype()).isEqualTo(expected[0]);
    assertThat(answer.getId()).isEqualTo("7");
    assertThat(answer.getModelVersion()).isEqualTo("2");
  }

  @Test
  void rawBytesComeBackAsTheyWere() {
    for (String hex : List.of("017e", "c17f", "ffff")) {
      ByteString raw = ByteString.fromHex(hex);
      assertThat(
              stub.modelInfer(request("FP16").addRawInputContents(raw).build())
                  .getRawOutputContentsList())
          .containsExactly(raw);
    }
  }

  @Test
  void aRefusalHasItsStatus() {
    assertStatus(
        Status.Code.NOT_FOUND,
        () -> stub.modelInfer(request("FP32").setModelName("other").build()));
    assertStatus(
        Status.Code.NOT_FOUND, () -> stub.modelInfer(request("FP32").setModelVersion("3").build()));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> stub.modelInfer(request("FP32").build()));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> stub.modelInfer(request("FP16").build()));
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        () ->
            stub.modelInfer(
                request("INT8")
                    .setModelName("house-price")
                    .addRawInputContents(ByteString.fromHex("00"))
                    .build()));
  }

  @Test
  void aServerThatIsNotReadySaysSoAndAsksForItsToken() throws Exception {
    try (ModelServer closed =
        ModelServer.start(
            ServerOptions.serving(ServedModel.echo("echo"))
                .grpcPort(0)
                .notReady(Duration.ofDays(1))
                .build())) {
      ManagedChannel own =
          NettyChannelBuilder.forAddress("127.0.0.1", closed.grpc().getPort())
              .usePlaintext()
              .build();
      try {
        GRPCInferenceServiceBlockingStub inferences = GRPCInferenceServiceGrpc.newBlockingStub(own);
        assertThat(
                inferences
                    .modelReady(ModelReadyRequest.newBuilder().setName("echo").build())
                    .getReady())
            .isFalse();
        assertThat(
                HealthGrpc.newBlockingStub(own)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus())
            .isEqualTo(ServingStatus.NOT_SERVING);
        assertStatus(
            Status.Code.UNAVAILABLE,
            () ->
                inferences.modelInfer(
                    request("INT8").addRawInputContents(ByteString.fromHex("00")).build()));
        closed.require(Access.bearer("s3cret"));
        assertStatus(
            Status.Code.UNAUTHENTICATED,
            () -> inferences.serverLive(ServerLiveRequest.getDefaultInstance()));
      } finally {
        own.shutdownNow();
      }
    }
  }

  private static ModelInferRequest.Builder request(String datatype) {
    return ModelInferRequest.newBuilder()
        .setModelName("echo")
        .setId("7")
        .addInputs(input(datatype));
  }

  private static InferInputTensor.Builder input(String datatype) {
    return InferInputTensor.newBuilder().setName("x").setDatatype(datatype).addShape(1);
  }

  private static void assertStatus(
      Status.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
