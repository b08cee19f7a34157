package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcModelsTest {
  @Test
  void theModelsThatAreReadyAreListed() throws Exception {
    try (Stub server = Stub.start()) {
      server.index =
          Optional.of(Stub.index("a", "READY", "b", "UNAVAILABLE", "c", "", "a", "READY"));

      assertThat(models(server.port())).isEqualTo(new GrpcModels(List.of("a", "c"), "", false));
    }
  }

  @Test
  void aServerWithoutTheExtensionListsNoneAndIsNotSilent() throws Exception {
    try (Stub server = Stub.start()) {
      assertThat(models(server.port()))
          .isEqualTo(new GrpcModels(List.of(), "UNIMPLEMENTED: not offered", false));
    }
  }

  @Test
  void whereNobodyIsThereIsSilence() throws Exception {
    GrpcModels models = models(1);

    assertThat(models.isSilent()).isTrue();
    assertThat(models.failure()).contains("Connection refused");
  }

  private static GrpcModels models(int port) throws Exception {
    return GrpcModels.at(URI.create("grpc://127.0.0.1:" + port), Map.of());
  }
}
