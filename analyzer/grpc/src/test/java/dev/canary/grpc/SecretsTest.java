package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import io.grpc.Metadata;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials and certificates over real connections, and that nobody gets to read them. */
@Timeout(60)
class SecretsTest {
  private static final String TOKEN = "s3cr3t-t0k3n";
  private static final String STARS = "*".repeat(TOKEN.length());

  private static HeldCertificate authority;
  private static HeldCertificate server;
  private static HeldCertificate client;

  private final Path folder;

  SecretsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void makeCertificates() {
    authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    server =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(authority)
            .build();
    client = new HeldCertificate.Builder().commonName("prober").signedBy(authority).build();
  }

  private String file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
    return "${file:" + folder.resolve(name) + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "auth.bearer, authorization, Bearer s3cr3t-t0k3n",
    "auth.header.value, x-api-key, s3cr3t-t0k3n",
    "auth.basic.password, authorization, Basic dXNlcjpzM2NyM3QtdDBrM24="
  })
  void everyCallCarriesItsCredentials(String key, String header, String value) throws Exception {
    Map<String, String> options = new HashMap<>(Map.of(key, file("token", TOKEN + "\n")));
    if (key.equals("auth.header.value")) {
      options.put("auth.header.name", "X-Api-Key");
    }
    if (key.equals("auth.basic.password")) {
      options.put("auth.basic.user", file("user", "user"));
    }
    try (Stub stub = Stub.start();
        Target target = Targets.open(stub, options)) {
      target.expect(List.of());
      target.predict(Targets.CASE);

      assertThat(stub.headers).hasSizeGreaterThan(3);
      for (Metadata headers : stub.headers) {
        assertThat(headers.get(Credentials.key(header))).isEqualTo(value);
      }
    }
  }

  @Test
  void aSecretThatWasReplacedCountsFromTheNextReplayOn() throws Exception {
    Map<String, String> options = Map.of("auth.bearer", file("token", "old-token"));
    try (Stub stub = Stub.start();
        Target target = Targets.open(stub, options)) {
      target.expect(List.of());
      file("token", "new-token");
      target.expect(List.of());
      target.predict(Targets.CASE);

      Metadata last = stub.headers.get(stub.headers.size() - 1);
      assertThat(last.get(Credentials.key("authorization"))).isEqualTo("Bearer new-token");
    }
  }

  @Test
  void aSecretThatIsGoneIsNamedAndNothingIsSent() throws Exception {
    Map<String, String> options = Map.of("auth.bearer", file("token", TOKEN));
    try (Stub stub = Stub.start();
        Target target = Targets.open(stub, options)) {
      Files.delete(folder.resolve("token"));
      target.expect(List.of());

      PredictionException failure = Targets.failure(target);
      assertThat(failure.reason()).isEqualTo(Reason.OWN_FAULT);
      assertThat(failure).hasMessageContaining("target.auth.bearer needs the file");
      assertThat(stub.headers).isEmpty();
    }
  }

  @Test
  void aServerThatQuotesTheTokenIsQuotedWithoutIt() throws Exception {
    Map<String, String> options = Map.of("auth.bearer", file("token", TOKEN));
    try (Stub stub = Stub.start();
        Target target = Targets.open(stub, options)) {
      stub.failing(Status.UNAUTHENTICATED.withDescription("bad token " + TOKEN));

      PredictionException failure = Targets.failure(target);

      assertThat(failure).hasMessage("the server answered UNAUTHENTICATED: bad token " + STARS);
      assertThat(failure.exchange().map(Exchange::toString).orElseThrow()).doesNotContain(TOKEN);
    }
  }

  @Test
  void aServerThatEchoesTheTokenIsReadWithoutIt() throws Exception {
    Map<String, String> options = Map.of("auth.bearer", file("token", TOKEN));
    try (Stub stub = Stub.start();
        Target target = Targets.open(stub, options)) {
      Tensor echo = Tensor.ofTexts(new int[] {1}, List.of("<" + TOKEN + ">"));
      Output output = target.predict(Case.of("echo", Input.of(Map.of("x", echo))));

      assertThat(output.tensors())
          .isEqualTo(Map.of("x", Tensor.ofTexts(new int[] {1}, List.of("<" + STARS + ">"))));
      assertThat(new String(output.exchange().orElseThrow().answer(), StandardCharsets.ISO_8859_1))
          .contains(STARS)
          .doesNotContain(TOKEN);
      assertThat(target.health().orElseThrow().remarks())
          .contains("the server sent a credential of ours back; it was struck out of its answers");
    }
  }

  @Test
  void aMalformedSecretIsNamedWithoutItsContent() throws Exception {
    Map<String, String> options = Map.of("auth.bearer", file("token", TOKEN + "\nmore"));

    assertThatThrownBy(() -> Targets.open("grpc://127.0.0.1:1/m", options))
        .isInstanceOf(LoadException.class)
        .hasMessage("target.auth.bearer is empty or not printable ASCII (its value is hidden)");
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }

  private static TlsServerCredentials.Builder tls() throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(stream(server.certificatePem()), stream(server.privateKeyPkcs8Pem()));
  }

  private static ServerCredentials mutual() throws IOException {
    return tls()
        .trustManager(stream(authority.certificatePem()))
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  private static String at(Stub stub) {
    return "grpcs://127.0.0.1:" + stub.port() + "/m";
  }

  @Test
  void aServerWhoseAuthorityIsKnownIsBelieved() throws Exception {
    try (Stub stub = Stub.start(tls().build());
        Target target =
            Targets.open(at(stub), Map.of("tls.ca", file("ca", authority.certificatePem())))) {
      Phases phases = target.predict(Targets.CASE).exchange().orElseThrow().phases();

      assertThat(phases.connectNanos()).isPositive();
      assertThat(phases.tlsNanos()).isPositive();
      assertThat(target.predict(Targets.CASE).exchange().orElseThrow().phases().tlsNanos())
          .isZero();
      assertThat(stub.requests).hasSize(2);
    }
  }

  @Test
  void aServerWhoseAuthorityIsUnknownIsNot() throws Exception {
    try (Stub stub = Stub.start(tls().build());
        Target target = Targets.open(at(stub), Map.of())) {
      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure).hasMessageContaining("unable to find valid certification path");
      assertThat(stub.requests).isEmpty();
    }
  }

  @Test
  void aServerOfAnotherNameIsNotBelieved() throws Exception {
    HeldCertificate other =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("example.org")
            .signedBy(authority)
            .build();
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(stream(other.certificatePem()), stream(other.privateKeyPkcs8Pem()))
            .build();
    Map<String, String> known = Map.of("tls.ca", file("ca", authority.certificatePem()));
    try (Stub stub = Stub.start(credentials);
        Target target = Targets.open(at(stub), known)) {
      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(stub.requests).isEmpty();
    }
  }

  @Test
  void verificationThatIsOffIsToldLoudly() throws Exception {
    try (Stub stub = Stub.start(tls().build());
        Target target = Targets.open(at(stub), Map.of("tls.verify", "off"))) {
      target.expect(List.of());
      target.predict(Targets.CASE);

      assertThat(target.health().orElseThrow().remarks())
          .contains(
              "TLS VERIFICATION IS OFF (target.tls.verify): whoever answers at 127.0.0.1:"
                  + stub.port()
                  + " is believed");
    }
  }

  @ParameterizedTest
  @CsvSource({"on", "off"})
  void aServerThatAsksForACertificateGetsIt(String verify) throws Exception {
    Map<String, String> options =
        Map.of(
            "tls.verify", verify,
            "tls.ca", file("ca", authority.certificatePem()),
            "tls.certificate", file("certificate", client.certificatePem()),
            "tls.key", file("key", client.privateKeyPkcs8Pem()));
    try (Stub stub = Stub.start(mutual());
        Target target = Targets.open(at(stub), options)) {
      target.predict(Targets.CASE);

      assertThat(stub.requests).hasSize(1);
    }
  }

  @Test
  void withoutTheCertificateItRefuses() throws Exception {
    Map<String, String> options = Map.of("tls.ca", file("ca", authority.certificatePem()));
    try (Stub stub = Stub.start(mutual());
        Target target = Targets.open(at(stub), options)) {
      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(stub.requests).isEmpty();
    }
  }

  @Test
  void certificatesThatWereReplacedCountFromTheNextReplayOn() throws Exception {
    HeldCertificate stranger = new HeldCertificate.Builder().certificateAuthority(0).build();
    Map<String, String> options = Map.of("tls.ca", file("ca", stranger.certificatePem()));
    try (Stub stub = Stub.start(tls().build());
        Target target = Targets.open(at(stub), options)) {
      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
      file("ca", authority.certificatePem());
      target.expect(List.of());
      target.predict(Targets.CASE);

      assertThat(stub.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"on", "off"})
  void aKeyThatIsNoneIsNamedWithoutItsContent(String verify) throws Exception {
    Map<String, String> options =
        Map.of(
            "tls.verify", verify,
            "tls.certificate", file("certificate", client.certificatePem()),
            "tls.key", file("key", "-----BEGIN PRIVATE KEY-----\n" + TOKEN));

    assertThatThrownBy(() -> Targets.open("grpcs://127.0.0.1:1/m", options))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "the PEM files of target.tls.ca, target.tls.certificate and target.tls.key cannot be"
                + " used");
  }
}
