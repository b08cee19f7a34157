package dev.canary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.ModelStub.Answer;
import dev.canary.replay.Run;
import dev.canary.target.AccessTokens;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole replays over TLS with real certificates, some of which are replaced underway. */
@Timeout(60)
class HttpTlsTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Test authority").build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(AUTHORITY)
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  private final List<String> clients = new CopyOnWriteArrayList<>();

  @TempDir private Path folder = Path.of("");

  private enum Clients {
    ANYBODY,
    CERTIFIED
  }

  private ModelStub server(Clients who) throws IOException {
    ServerSocketFactory sockets =
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(AUTHORITY.certificate())
            .build()
            .sslContext()
            .getServerSocketFactory();
    return ModelStub.start("https", new Asking(sockets, who));
  }

  /** Asks clients for a certificate. */
  private static final class Asking extends ServerSocketFactory {
    private final ServerSocketFactory sockets;
    private final Clients who;

    Asking(ServerSocketFactory sockets, Clients who) {
      this.sockets = sockets;
      this.who = who;
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      SSLServerSocket socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
      socket.setNeedClientAuth(who == Clients.CERTIFIED);
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }
  }

  private String file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    return "${file:" + file + "}";
  }

  @Test
  void anAuthorityOfOnesOwnIsTrusted() throws Exception {
    try (ModelStub server = server(Clients.ANYBODY);
        Target target =
            Replays.open(
                server.address(), Map.of("tls.ca", file("ca.pem", AUTHORITY.certificatePem())))) {
      Run run = Replays.run(target, Replays.rows(3));

      assertThat(run.failed()).isZero();
      assertThat(Replays.answered(run, 0).exchange().orElseThrow().phases().tlsNanos())
          .isPositive();
      assertThat(run.health().orElseThrow().remarks()).noneMatch(r -> r.contains("TLS"));
    }
  }

  @Test
  void aServerThatCannotShowWhoItIsGetsNothing() throws Exception {
    try (ModelStub server = server(Clients.ANYBODY);
        Target target = Replays.open(server.address(), Map.of())) {
      Run run = Replays.run(target, Replays.rows(3));

      assertThat(Replays.failed(run, 0).reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void withoutVerificationEveryReplaySaysSo() throws Exception {
    try (ModelStub server = server(Clients.ANYBODY);
        Target target = Replays.open(server.address(), Map.of("tls.verify", "off"))) {
      for (int replay = 0; replay < 2; replay++) {
        Run run = Replays.run(target, Replays.rows(1));

        assertThat(run.failed()).isZero();
        assertThat(run.health().orElseThrow().remarks())
            .anyMatch(remark -> remark.startsWith("TLS verification is OFF"));
      }
    }
  }

  @Test
  void aClientCertificateThatIsReplacedIsUsedFromTheNextReplayOn() throws Exception {
    HeldCertificate first = client("first prober");
    HeldCertificate second = client("second prober");
    try (ModelStub server = server(Clients.CERTIFIED)) {
      Map<String, String> options =
          Map.of(
              "tls.ca", file("ca.pem", AUTHORITY.certificatePem()),
              "tls.certificate", file("client.pem", first.certificatePem()),
              "tls.key", file("client.key", first.privateKeyPkcs8Pem()));
      server.first(
          request -> {
            server.connections().forEach(socket -> clients.add(name((SSLSocket) socket)));
            return Optional.empty();
          });
      try (Target target = Replays.open(server.address(), options)) {
        assertThat(Replays.run(target, Replays.rows(1)).failed()).isZero();
        assertThat(clients).containsOnly("CN=first prober");
        file("client.pem", second.certificatePem());
        file("client.key", second.privateKeyPkcs8Pem());
        assertThat(Replays.run(target, Replays.rows(1)).failed()).isZero();
        assertThat(clients).contains("CN=second prober");
      }
    }
  }

  /** As a target of this module asks for one, and as one of another module does. */
  @Test
  void theServerOfTheTokensIsShownTheCertificateToo() throws Exception {
    HeldCertificate prober = client("prober");
    try (ModelStub issuer = server(Clients.CERTIFIED);
        ModelStub server = server(Clients.CERTIFIED)) {
      issuer.first(
          request -> Optional.of(Answer.of(200, "{\"access_token\":\"token-of-issuer\"}")));
      String tokenUrl = issuer.address().resolve("/token").toString();
      Map<String, String> options =
          Map.of(
              "tls.ca", file("ca.pem", AUTHORITY.certificatePem()),
              "tls.certificate", file("client.pem", prober.certificatePem()),
              "tls.key", file("client.key", prober.privateKeyPkcs8Pem()),
              "auth.oauth2.tokenUrl", tokenUrl,
              "auth.oauth2.clientId", file("id", "prober-id"),
              "auth.oauth2.clientSecret", file("secret", "prober-secret"));
      try (Target target = Replays.open(server.address(), options)) {
        assertThat(Replays.run(target, Replays.rows(1)).failed()).isZero();
      }
      try (AccessTokens tokens =
          new OAuthProvider().open(Duration.ofSeconds(5), Duration.ofSeconds(5))) {
        assertThat(
                tokens.get(
                    new AccessTokens.Grant(
                        tokenUrl,
                        "id",
                        "secret",
                        Optional.empty(),
                        Optional.of(AUTHORITY.certificatePem()),
                        Optional.of(prober.certificatePem()),
                        Optional.of(prober.privateKeyPkcs8Pem()))))
            .isEqualTo("token-of-issuer");
      }
    }
  }

  @Test
  void aKeyThatIsNoneIsToldWithoutItsContent() throws Exception {
    try (ModelStub server = server(Clients.CERTIFIED)) {
      Map<String, String> options =
          Map.of(
              "tls.ca", file("ca.pem", AUTHORITY.certificatePem()),
              "tls.certificate", file("client.pem", client("a").certificatePem()),
              "tls.key", file("client.key", "-----BEGIN PRIVATE KEY-----\nU0VDUkVULUtFWQ==\n"));
      try (Target target = Replays.open(server.address(), options)) {
        Run run = Replays.run(target, Replays.rows(1));

        assertThat(run.failed()).isOne();
        assertThat(run.toString()).doesNotContain("U0VDUkVULUtFWQ").doesNotContain("SECRET-KEY");
      }
    }
  }

  private static HeldCertificate client(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(AUTHORITY).rsa2048().build();
  }

  private static String name(SSLSocket socket) {
    try {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    } catch (IOException e) {
      return "nobody";
    }
  }
}
