package dev.canary.app.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.canary.alert.Transition.Kind;
import dev.canary.app.job.Wiring;
import dev.canary.app.kill.CanaryProcess;
import dev.canary.app.served.ServedSuite;
import dev.canary.format.Workspace;
import dev.canary.server.ModelServer;
import dev.canary.store.StoredTransition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model server that goes wrong is restarted through the health route: the server, the daemon
 * beside it and whoever restarts are three, as in the side-car's manifest, whose probes are asked.
 */
@Timeout(180)
class RestartTest {
  private static final Path SIDECAR = Path.of("../deploy/kubernetes/sidecar.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path root = Path.of("");

  @Test
  void aModelThatHangsAndOneWhoseWeightsAreLostAreRestartedOnceEachAndRecover() throws Exception {
    int port = freePort();
    URI model = URI.create("http://127.0.0.1:" + port);
    String manifest =
        Files.readString(SIDECAR).replace("watches/fraud/", "watches/" + ServedSuite.SUITE + "/");
    ServedSuite suite = workspace(model);
    try (ModelServer trusted = ModelProcess.serve(port)) {
      assertThat(trusted.http()).isEqualTo(model);
      suite.trust();
    }
    try (CanaryProcess daemon = CanaryProcess.start(root, "serve")) {
      URI canary = URI.create(daemon.awaitLine("page at ").replaceFirst("page at ", "").strip());
      try (Kubelet kubelet =
          new Kubelet(
              ProbeSpec.read(manifest, "model", "startupProbe"),
              ProbeSpec.read(manifest, "model", "livenessProbe"),
              model,
              canary,
              () -> ModelProcess.start(port, root))) {
        kubelet.until(() -> isHealth(canary, "ok"));
        int before = kubelet.restarts();
        int told = lives().size();

        kubelet.container().hang();
        kubelet.until(() -> kubelet.restarts() > before);
        kubelet.until(() -> isHealth(canary, "ok"));
        kubelet.container().corrupt();
        kubelet.until(() -> kubelet.restarts() > before + 1);
        kubelet.until(() -> isHealth(canary, "ok"));

        assertThat(kubelet.restarts()).isEqualTo(before + 2);
        List<Kind> lives = lives();
        assertThat(lives.subList(told, lives.size()))
            .filteredOn(kind -> kind != Kind.ESCALATED) // A slow start is worse than NaN.
            .containsExactly(Kind.OPENED, Kind.RESOLVED, Kind.OPENED, Kind.RESOLVED);
      }
      assertThat(daemon.stop().exitCode()).isZero();
    }
  }

  /** What happened to alerts, the oldest first. */
  private List<Kind> lives() throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(root))) {
      List<Kind> lives =
          new ArrayList<>(
              wiring.store().transitionsOf(ServedSuite.SUITE, 100).stream()
                  .map(StoredTransition::kind)
                  .toList());
      Collections.reverse(lives);
      return lives;
    }
  }

  private ServedSuite workspace(URI model) throws IOException {
    return new ServedSuite(root)
        .with("type: http\n  protocol: kserve-v2\n  name: house-price\n  model: " + model)
        .settings(
            """
            http: {port: 0}
            watches:
              house-price:
                target:
                  {type: http, protocol: kserve-v2, name: house-price, model: "%s",
                   timeouts: {firstByte: 1s}}
                schedule: {every: 500ms}
                policy: {failures: 3 of 3, recover: {runs: 3, for: 1s}}
            """
                .formatted(model));
  }

  private static boolean isHealth(URI canary, String word) throws Exception {
    URI place = canary.resolve("/v1/watches/" + ServedSuite.SUITE);
    HttpRequest request = HttpRequest.newBuilder(place).build();
    JsonNode told = JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
    return told.get("health").asText().equals(word);
  }

  /** Known before its server is, since the one that is restarted serves at the same. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
