package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.TargetSpec;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Sign.Says;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import dev.canary.tensor.OpenInference;
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One baseline serves both: a model answers through gRPC the bits that it answers in-process. */
@Timeout(120)
class GrpcTargetTest {
  private static final OrtEnvironment RUNTIME =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

  static Stream<Path> models() {
    return OnnxModelsTest.models();
  }

  @ParameterizedTest
  @MethodSource("models")
  void theBitsAreThoseOfTheModelInThisProcess(Path file) throws Exception {
    Case golden = Case.of("c", input(file));
    TargetSpec here = TargetSpec.of("djl", file);
    try (Target local = provider("djl").open(here);
        ModelServer server =
            ModelServer.start(
                ServerOptions.serving(ServedModel.of("m", "3", file)).grpcPort(0).build());
        Target remote = provider("grpc").open(at(server.grpc().resolve("/m")))) {
      remote.expect(List.of(golden));

      assertThat(remote.predict(golden).tensors()).isEqualTo(local.predict(golden).tensors());
      ModelIdentity identity = remote.identity();
      assertThat(identity.version()).contains("3");
      assertThat(identity.provenance())
          .containsKeys(
              golden.input().tensors().keySet().stream()
                  .map(name -> "interface.input." + name)
                  .toArray(String[]::new));
      assertThat(remote.health().orElseThrow().ready().says()).isEqualTo(Says.YES);
    }
  }

  private static TargetSpec at(URI address) {
    return TargetSpec.of("grpc", Path.of("")).with(new Place.Server(List.of(address)));
  }

  private static TargetProvider provider(String type) {
    return ServiceLoader.load(TargetProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static Input input(Path file) throws OrtException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (OrtSession session = RUNTIME.createSession(file.toString())) {
      for (Wire.Input input : OnnxModelsTest.inputs(file, session)) {
        int[] shape = input.shape().stream().mapToInt(Math::toIntExact).toArray();
        tensors.put(
            input.name(),
            OpenInference.tensor(
                OpenInference.type(input.datatype()).orElseThrow(),
                shape,
                ByteBuffer.wrap(input.raw())));
      }
    }
    return Input.of(tensors);
  }
}
