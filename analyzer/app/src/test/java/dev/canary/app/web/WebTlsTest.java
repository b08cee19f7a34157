package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.CannotRunException;
import dev.canary.format.HttpSettings;
import dev.canary.format.Secret;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page over TLS, with real certificates. */
@Timeout(60)
class WebTlsTest {
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  @TempDir Path folder = Path.of("");

  @Test
  void whoTrustsTheCertificateIsAnswered() throws Exception {
    RecordedWorkspace files =
        new RecordedWorkspace(folder, "kafka: none\n").suite("loans", 3).answers("loans", 0.1);
    try (Site site =
        Site.serving(files, http(SERVER.certificatePem(), SERVER.privateKeyPkcs8Pem()))) {
      assertThat(site.server.address().toString()).startsWith("https://127.0.0.1:");
      HandshakeCertificates trusted =
          new HandshakeCertificates.Builder().addTrustedCertificate(SERVER.certificate()).build();
      HttpClient client = HttpClient.newBuilder().sslContext(trusted.sslContext()).build();
      var request = HttpRequest.newBuilder(site.server.address().resolve("/livez")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyThatIsNoneIsNamedAndNotShown() {
    HttpSettings settings = http(SERVER.certificatePem(), "a secret that is no key");
    assertThatThrownBy(
            () ->
                Site.serving(
                        new RecordedWorkspace(folder, "kafka: none\n")
                            .suite("loans", 3)
                            .answers("loans", 0.1),
                        settings)
                    .close())
        .isInstanceOf(CannotRunException.class)
        .hasMessageContaining("http.tls.key holds no key")
        .hasMessageNotContaining("a secret");
    assertThat(settings.toString()).doesNotContain("PRIVATE");
  }

  private static HttpSettings http(String certificate, String key) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        Optional.empty(),
        Optional.of(
            new HttpSettings.Tls(
                Secret.of("http.tls.certificate", certificate), Secret.of("http.tls.key", key))),
        List.of());
  }
}
