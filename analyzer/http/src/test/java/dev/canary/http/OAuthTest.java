package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.ModelStub.Answer;
import dev.canary.replay.Run;
import dev.canary.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client credentials of OAuth 2.0 against a server that gives numbered tokens. */
@Timeout(60)
class OAuthTest {
  @AutoClose private final ModelStub server = ModelStub.start();
  @AutoClose private final ModelStub issuer = ModelStub.start();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile String expiresIn = "3600";

  @BeforeEach
  void issueTokens() {
    issuer.first(
        request ->
            Optional.of(
                Answer.of(
                    200,
                    "{\"access_token\":\"token-number-%d\",\"expires_in\":%s}"
                        .formatted(issued.incrementAndGet(), expiresIn))));
  }

  private Target open() throws Exception {
    return open(name -> Optional.of(name.equals("ID") ? "client id" : "client&secret-1"));
  }

  private Target open(Function<String, Optional<String>> environment) throws Exception {
    Map<String, String> options = new HashMap<>();
    options.put("auth.oauth2.tokenUrl", issuer.address().resolve("/token").toString());
    options.put("auth.oauth2.clientId", "${env:ID}");
    options.put("auth.oauth2.clientSecret", "${env:SECRET}");
    options.put("auth.oauth2.scope", "models:read x");
    return Replays.open(server.address(), options, environment);
  }

  @Test
  void oneTokenServesManyRequestsAndReplays() throws Exception {
    try (Target target = open()) {
      assertThat(Replays.run(target, Replays.rows(3)).failed()).isZero();
      assertThat(Replays.run(target, Replays.rows(3)).failed()).isZero();
    }

    assertThat(issued).hasValue(1);
    assertThat(server.requests())
        .allSatisfy(
            request ->
                assertThat(request.header("authorization")).isEqualTo("Bearer token-number-1"));
    ModelStub.Request asked = issuer.requests().get(0);
    assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=models%3Aread+x");
    // "client+id:client%26secret-1", as RFC 6749 section 2.3.1 wants it.
    assertThat(asked.header("authorization"))
        .isEqualTo("Basic Y2xpZW50K2lkOmNsaWVudCUyNnNlY3JldC0x");
  }

  @Test
  void aTokenThatHasExpiredIsFetchedAnew() throws Exception {
    expiresIn = "0.000001";
    try (Target target = open()) {
      assertThat(Replays.run(target, Replays.rows(2)).failed()).isZero();
    }

    assertThat(issued.get()).isGreaterThan(2);
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAnewOnce() throws Exception {
    server.firstInference(
        request ->
            request.header("authorization").endsWith("-1")
                ? Optional.of(Answer.of(401, "{\"error\":\"expired\"}"))
                : Optional.empty());

    try (Target target = open()) {
      assertThat(Replays.run(target, Replays.rows(3)).failed()).isZero();
    }

    assertThat(issued).hasValue(2);
    assertThat(server.inferences()).hasSize(4);
  }

  @Test
  void aSecretThatWasReplacedFetchesAnotherToken() throws Exception {
    AtomicInteger replay = new AtomicInteger();
    try (Target target = open(name -> Optional.of("secret-number-" + replay.get()))) {
      Replays.run(target, Replays.rows(1));
      replay.incrementAndGet();
      Replays.run(target, Replays.rows(1));
    }

    assertThat(issued).hasValue(2);
  }

  @Test
  void noTokenIsAnObservationThatQuotesNoSecret() throws Exception {
    issuer.first(request -> Optional.of(Answer.of(400, "no: " + request.header("authorization"))));

    try (Target target = open()) {
      Run run = Replays.run(target, Replays.rows(9));

      assertThat(Replays.failed(run, 0).message())
          .startsWith("no token: the token's server answered 400: no: Basic ***");
      assertThat(run.toString()).doesNotContain("Y2xpZW50K2lkOmNsaWVudC");
      assertThat(server.inferences()).isEmpty();
      assertThat(run.health().orElseThrow().live().reason()).startsWith("no token");
      // Once for the questions, and thrice for the cases.
      assertThat(issuer.requests()).hasSize(5);
    }
  }
}
