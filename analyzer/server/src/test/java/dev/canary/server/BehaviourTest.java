package dev.canary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the options ask for, and what happens while a server runs. */
@Timeout(60)
class BehaviourTest {
  private static final String INFER = "/v2/models/echo/infer";

  private static ModelServer start(ServerOptions.Builder options) throws IOException {
    return ModelServer.start(options.build());
  }

  private static ServerOptions.Builder echo() {
    return ServerOptions.serving(ServedModel.echo("echo"));
  }

  private static String request(double value) {
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[%s]}]}"
        .formatted(value);
  }

  private static double infer(ModelServer server, double value) throws Exception {
    HttpResponse<byte[]> answer = Http.post(server, INFER, request(value));
    return Http.json(answer).at("/outputs/0/data/0").asDouble();
  }

  private static long nanosOfAnInference(ModelServer server) throws Exception {
    long start = System.nanoTime();
    infer(server, 1);
    return System.nanoTime() - start;
  }

  @Test
  void noiseIsTheSameForTheSameSeed() throws Exception {
    try (ModelServer one = start(echo().noise(new Noise(1e-3, 5)));
        ModelServer same = start(echo().noise(new Noise(1e-3, 5)));
        ModelServer other = start(echo().noise(new Noise(1e-3, 6)))) {
      double first = infer(one, 1);
      assertThat(first).isNotEqualTo(1.0).isBetween(0.99, 1.01);
      assertThat(infer(same, 1)).isEqualTo(first);
      assertThat(infer(other, 1)).isNotEqualTo(first);
      assertThat(infer(one, 1)).isNotEqualTo(first);
    }
  }

  @Test
  void latencyIsAddedToEveryInference() throws Exception {
    Duration latency = Duration.ofMillis(30);
    try (ModelServer server = start(echo().latency(latency))) {
      assertThat(nanosOfAnInference(server)).isGreaterThanOrEqualTo(latency.toNanos());
      assertThat(nanosOfAnInference(server)).isGreaterThanOrEqualTo(latency.toNanos());
    }
  }

  @Test
  void onlyTheFirstInferencesAreCold() throws Exception {
    Duration extra = Duration.ofMillis(200);
    try (ModelServer server = start(echo().warmUp(new WarmUp(2, extra)))) {
      assertThat(nanosOfAnInference(server)).isGreaterThanOrEqualTo(extra.toNanos());
      assertThat(nanosOfAnInference(server)).isGreaterThanOrEqualTo(extra.toNanos());
      infer(server, 1);
      JsonNode compute = stats(server).at("/inference_stats/compute_infer");
      assertThat(compute.get("count").asLong()).isEqualTo(3);
      assertThat(compute.get("ns").asLong()).isBetween(2 * extra.toNanos(), 3 * extra.toNanos());
    }
  }

  @Test
  void theCacheGivesTheSameAnswerAgainAndCounts() throws Exception {
    try (ModelServer server = start(echo().noise(new Noise(1, 1)).cachedAnswers(1))) {
      double first = infer(server, 1);
      assertThat(infer(server, 1)).isEqualTo(first);
      infer(server, 2);
      assertThat(infer(server, 1)).isNotEqualTo(first);

      JsonNode stats = stats(server);
      assertThat(stats.at("/inference_stats/cache_hit/count").asLong()).isEqualTo(1);
      assertThat(stats.at("/inference_stats/cache_miss/count").asLong()).isEqualTo(3);
      assertThat(stats.at("/inference_stats/success/count").asLong()).isEqualTo(4);
      assertThat(stats.get("inference_count").asLong()).isEqualTo(3);
    }
  }

  private static JsonNode stats(ModelServer server) throws Exception {
    return Http.json(Http.get(server, "/v2/models/echo/stats")).at("/model_stats/0");
  }

  @Test
  void nothingIsReadyUntilItIs() throws Exception {
    try (ModelServer server = start(echo().notReady(Duration.ofDays(1)))) {
      List<String> readiness =
          List.of("/v2/health/ready", "/v2/models/echo/ready", "/v1/models/echo");
      for (String path : readiness) {
        HttpResponse<byte[]> answer = Http.get(server, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(Http.json(answer).get("ready").asBoolean()).isFalse();
      }
      assertThat(Http.get(server, "/v2/health/live").statusCode()).isEqualTo(200);
      assertThat(Http.text(Http.get(server, "/tfs/v1/models/echo"))).contains("LOADING");
      assertThat(Http.text(Http.post(server, "/v2/repository/index", "{}"))).contains("LOADING");
      assertThat(Http.post(server, INFER, request(1)).statusCode()).isEqualTo(503);

      server.becomeReady();

      for (String path : readiness) {
        assertThat(Http.get(server, path).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(infer(server, 1)).isEqualTo(1);
    }
  }

  @Test
  void whoShowsNoKeyIsRefusedAndKeysRotate() throws Exception {
    Access key = new Access("X-Api-Key", "k3y");
    try (ModelServer server = start(echo().access(key))) {
      HttpResponse<byte[]> refused = Http.get(server, "/v2/health/live");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(Http.text(refused)).contains("X-Api-Key").doesNotContain("k3y");
      assertThat(Http.get(server, "/v2", "X-Api-Key", "k3y").statusCode()).isEqualTo(200);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .contains("ApiKey realm=\"canary-server\"");
      assertThat(key.toString()).doesNotContain("k3y");

      server.require(Access.basic("me", "päss"));
      HttpResponse<byte[]> old = Http.get(server, "/v2", "X-Api-Key", "k3y");
      assertThat(old.statusCode()).isEqualTo(401);
      assertThat(old.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"canary-server\"");
      assertThat(Http.get(server, "/v2", "Authorization", "Basic bWU6cMOkc3M=").statusCode())
          .isEqualTo(200);

      server.require(Access.bearer("t"));
      assertThat(Http.get(server, "/v2", "Authorization", "Bearer t").statusCode()).isEqualTo(200);
    }
  }

  /** Answers the number of the model, once it may. */
  private record Numbered(byte number, CountDownLatch asked, CountDownLatch allowed)
      implements Model {
    @Override
    public String platform() {
      return "numbered";
    }

    @Override
    public List<Tensor> infer(List<Tensor> inputs) {
      try {
        asked.countDown();
        allowed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return List.of(Tensor.of("x", Datatype.INT8, List.of(), new byte[] {number}));
    }

    @Override
    public void close() {}
  }

  private static ServedModel numbered(String version, int number) {
    return new ServedModel(
        "echo",
        version,
        () -> new Numbered((byte) number, new CountDownLatch(0), new CountDownLatch(0)));
  }

  @Test
  void anotherModelTakesThePlaceOfOneAndVersionsComeAndGo() throws Exception {
    try (ModelServer server = start(ServerOptions.serving(numbered("9", 1)))) {
      assertThat(infer(server, 0)).isEqualTo(1);

      server.swap(numbered("9", 2));
      assertThat(infer(server, 0)).isEqualTo(2);

      server.swap(numbered("10", 3));
      HttpResponse<byte[]> newest = Http.post(server, INFER, request(0));
      assertThat(Http.json(newest).get("model_version").asText()).isEqualTo("10");
      HttpResponse<byte[]> older =
          Http.post(server, "/v2/models/echo/versions/9/infer", request(0));
      assertThat(Http.json(older).at("/outputs/0/data/0").asInt()).isEqualTo(2);

      server.retire("echo", "10");
      assertThat(infer(server, 0)).isEqualTo(2);
      server.retire("echo", "9");
      assertThat(Http.get(server, "/v2/models/echo").statusCode()).isEqualTo(404);
      assertThatThrownBy(() -> server.retire("echo", "9"))
          .hasMessage("version 9 of echo is not served");
    }
  }

  @Test
  void anInferenceThatRunsEndsBeforeItsModelIsClosed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch allowed = new CountDownLatch(1);
    ServedModel slow = new ServedModel("echo", "1", () -> new Numbered((byte) 1, asked, allowed));
    try (ModelServer server = start(ServerOptions.serving(slow))) {
      double[] found = new double[1];
      Thread client =
          new Thread(
              () -> {
                try {
                  found[0] = infer(server, 0);
                } catch (Exception e) {
                  found[0] = -1;
                }
              });
      client.start();
      asked.await();
      Thread swap =
          new Thread(
              () -> {
                try {
                  server.swap(numbered("1", 2));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      swap.start();
      while (infer(server, 0) != 2) {
        Thread.onSpinWait();
      }
      assertThat(swap.isAlive()).isTrue();
      allowed.countDown();
      client.join();
      swap.join();
      assertThat(found[0]).isEqualTo(1);
    }
  }

  @Test
  void aClosedServerLeavesNoThreadAndNoPort() throws Exception {
    // The client of this test has threads of its own.
    try (ModelServer first = start(echo())) {
      infer(first, 1);
    }
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ModelServer server = start(echo().grpcPort(0));
    infer(server, 1);
    server.close();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !thread.getName().startsWith("HttpClient")) {
        // One that is about to end may be seen a little longer.
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    assertThatThrownBy(() -> infer(server, 1)).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatCannotBeServedIsSaidAtTheStart() {
    assertThatThrownBy(() -> start(ServerOptions.serving(ServedModel.of(Path.of("none.onnx")))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.onnx");
    assertThatThrownBy(() -> start(ServerOptions.serving(ServedModel.of(Path.of("pom.xml")))))
        .hasMessage("pom.xml: allowed are .onnx and .pt");
    assertThatThrownBy(() -> ServedModel.echo("a/b")).hasMessageContaining("a/b");
    assertThatThrownBy(() -> ServedModel.echo("a").as("0")).hasMessageContaining("version 0 of a");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ModelServer server = start(echo().grpcPort(0))) {
      int taken = server.http().getPort();
      assertThatThrownBy(() -> start(echo().port(taken)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTP on port " + taken);
      assertThatThrownBy(() -> start(echo().grpcPort(server.grpc().getPort())))
          .isInstanceOf(IOException.class);
    }
  }
}
