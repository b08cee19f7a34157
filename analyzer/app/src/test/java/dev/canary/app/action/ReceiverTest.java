package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.canary.app.job.CannotRunException;
import dev.canary.http.wire.TlsSettings;
import dev.canary.http.wire.TlsSettings.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers inside a company: with an authority of their own, who ask in turn who it is. */
@Timeout(60)
class ReceiverTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(AUTHORITY)
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private static final HeldCertificate US =
      new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("canary").build();

  private HttpsServer server;

  @BeforeEach
  void start() throws IOException {
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(handshake.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters asked = getSSLContext().getDefaultSSLParameters();
            asked.setNeedClientAuth(true);
            parameters.setSSLParameters(asked);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Optional<String> posted(TlsSettings tls) throws CannotRunException {
    String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    try (Receiver receiver = Receiver.of("pager", url, Map.of(), tls, Duration.ofSeconds(20))) {
      return receiver.post("", Map.of(), "{}");
    }
  }

  private static Optional<Supplier<String>> pem(String text) {
    return Optional.of(() -> text);
  }

  @Test
  void whoTrustsTheAuthorityAndShowsACertificateOfItIsServed() throws Exception {
    TlsSettings both =
        new TlsSettings(
            pem(AUTHORITY.certificatePem()),
            pem(US.certificatePem()),
            pem(US.privateKeyPkcs8Pem()),
            Verification.ON);

    assertThat(posted(both)).isEmpty();
  }

  @Test
  void whoDoesNotIsToldWhy() throws Exception {
    TlsSettings nameless =
        new TlsSettings(
            pem(AUTHORITY.certificatePem()), Optional.empty(), Optional.empty(), Verification.ON);

    assertThat(posted(TlsSettings.SYSTEM).orElseThrow()).containsIgnoringCase("certificate");
    assertThat(posted(nameless)).isPresent();
  }

  @Test
  void anAuthorityThatIsNoneIsSaidAtTheStartAndNotShown() {
    TlsSettings wrong =
        new TlsSettings(
            pem("a secret by mistake"), Optional.empty(), Optional.empty(), Verification.ON);

    assertThatThrownBy(() -> posted(wrong))
        .isInstanceOf(CannotRunException.class)
        .hasMessageStartingWith("actions.pager.tls: ")
        .hasMessageNotContaining("a secret");
  }
}
