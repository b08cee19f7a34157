package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens that a real server of tokens gives to a target over gRPC. */
@Timeout(60)
class OAuthTest {
  private static final String SECRET = "client-s3cr3t";

  private final AtomicInteger issued = new AtomicInteger();
  private final Path secret;
  private volatile int status = 200;
  private HttpServer issuer;

  OAuthTest(@TempDir Path folder) throws IOException {
    secret = Files.writeString(folder.resolve("secret"), SECRET);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    issuer.createContext(
        "/token",
        exchange -> {
          String asked = exchange.getRequestHeaders().getFirst("Authorization");
          String said =
              status == 200
                  ? "{\"access_token\":\"token-number-%d\"}".formatted(issued.incrementAndGet())
                  : "no: " + asked;
          byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private Target open(Stub server) throws Exception {
    return Targets.open(
        server,
        Map.of(
            "auth.oauth2.tokenUrl",
            "http://127.0.0.1:" + issuer.getAddress().getPort() + "/token",
            "auth.oauth2.clientId",
            "${file:" + secret + "}",
            "auth.oauth2.clientSecret",
            "${file:" + secret + "}"));
  }

  private static String bearer(Metadata headers) {
    return Objects.requireNonNull(headers.get(Credentials.key("authorization")));
  }

  @Test
  void oneTokenServesEveryCallUntilTheSecretIsReplaced() throws Exception {
    try (Stub server = Stub.start();
        Target target = open(server)) {
      target.expect(List.of());
      target.predict(Targets.CASE);
      target.expect(List.of());

      assertThat(server.headers)
          .extracting(OAuthTest::bearer)
          .containsOnly("Bearer token-number-1");
      Files.writeString(secret, "another-s3cr3t");
      target.expect(List.of());
      target.predict(Targets.CASE);

      assertThat(issued).hasValue(2);
      assertThat(bearer(server.headers.get(server.headers.size() - 1)))
          .isEqualTo("Bearer token-number-2");
      assertThat(target.health().orElseThrow().remarks())
          .contains(
              "client credentials are sent unencrypted: target.auth.oauth2.tokenUrl is http://");
    }
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAnewOnce() throws Exception {
    try (Stub server = Stub.start();
        Target target = open(server)) {
      server.infer = (request, answers) -> answers.onError(Status.UNAUTHENTICATED.asException());

      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.NOT_READY);
      assertThat(issued).hasValue(2);
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void noTokenIsAnObservationThatQuotesNoSecretAndNothingIsSent() throws Exception {
    status = 400;
    try (Stub server = Stub.start();
        Target target = open(server)) {
      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure)
          .hasMessageStartingWith("no token: the token's server answered 400: no: Basic ***");
      assertThat(server.headers).isEmpty();
    }
  }
}
