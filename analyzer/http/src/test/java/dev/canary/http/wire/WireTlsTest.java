package dev.canary.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.hostile.Behaviour;
import dev.canary.http.hostile.HostileServer;
import dev.canary.http.wire.TlsSettings.Verification;
import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with real certificates. */
@Timeout(60)
class WireTlsTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Test authority").build();
  private static final HeldCertificate LOCAL =
      signed("local").addSubjectAlternativeName("127.0.0.1").build();
  private static final HeldCertificate CLIENT = signed("prober").rsa2048().build();
  private static final WireSettings SHORT =
      HostileServersTest.SHORT.with(
          new Timeouts(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofMillis(500),
              Duration.ofSeconds(2)));
  private static final WireRequest ASK = WireRequest.json("infer", "{\"x\":1}");

  private static HeldCertificate.Builder signed(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(AUTHORITY);
  }

  private static TlsSettings trusting(Supplier<String> authorities) {
    return new TlsSettings(
        Optional.of(authorities), Optional.empty(), Optional.empty(), Verification.ON);
  }

  private static final TlsSettings TRUSTING = trusting(AUTHORITY::certificatePem);

  private static HostileServer server(Behaviour behaviour, HeldCertificate certificate)
      throws Exception {
    return server(behaviour, certificate, ClientCertificate.IGNORED);
  }

  private enum ClientCertificate {
    IGNORED,
    NEEDED
  }

  private static HostileServer server(
      Behaviour behaviour, HeldCertificate certificate, ClientCertificate client) throws Exception {
    ServerSocketFactory sockets =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .addTrustedCertificate(AUTHORITY.certificate())
            .build()
            .sslContext()
            .getServerSocketFactory();
    return new HostileServer(
        behaviour,
        "https",
        new ServerSocketFactory() {
          @Override
          public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
              throws IOException {
            SSLServerSocket made =
                (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
            made.setNeedClientAuth(client == ClientCertificate.NEEDED);
            return made;
          }
        });
  }

  private static WireException failure(TlsSettings tls, URI base) throws Exception {
    try (Wire wire = new Wire(SHORT.with(tls))) {
      return catchThrowableOfType(WireException.class, () -> wire.send(base, ASK));
    }
  }

  @Test
  void a_server_of_a_trusted_authority_is_spoken_to_and_its_handshake_timed() throws Exception {
    try (HostileServer server = server(Behaviour.WELL, LOCAL);
        Wire wire = new Wire(WireSettings.DEFAULT.with(TRUSTING))) {
      WireAnswer first = wire.send(server.address(), ASK);
      WireAnswer second = wire.send(server.address(), ASK);
      assertThat(first.text()).isEqualTo("{\"ok\":1}");
      assertThat(first.phases().tlsNanos()).isPositive();
      assertThat(first.phases().connectNanos()).isPositive();
      assertThat(second.phases().tlsNanos()).isZero();
      assertThat(second.phases().connectNanos()).isZero();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_unknown_authority_is_named_with_what_to_do() throws Exception {
    try (HostileServer server = server(Behaviour.WELL, LOCAL)) {
      WireException failure = failure(TlsSettings.SYSTEM, server.address());
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure)
          .hasMessageContaining("CN=local")
          .hasMessageContaining("issued by 'CN=Test authority")
          .hasMessageContaining("add that authority's certificate to those trusted");
    }
  }

  @Test
  void an_expired_certificate_is_named_with_its_dates() throws Exception {
    HeldCertificate old =
        signed("old")
            .addSubjectAlternativeName("127.0.0.1")
            .validityInterval(0, TimeUnit.DAYS.toMillis(1))
            .build();
    try (HostileServer server = server(Behaviour.WELL, old)) {
      WireException failure = failure(TRUSTING, server.address());
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure)
          .hasMessageContaining("CN=old")
          .hasMessageContaining("valid from 1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z only");
    }
  }

  @Test
  void a_certificate_for_another_host_is_told_with_its_names() throws Exception {
    HeldCertificate other = signed("other").addSubjectAlternativeName("models.example").build();
    try (HostileServer server = server(Behaviour.WELL, other)) {
      WireException failure = failure(TRUSTING, server.address());
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("is for another host, [models.example]");
    }
  }

  @Test
  void verification_switched_off_takes_any_certificate_and_warns() throws Exception {
    TlsSettings off =
        new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Verification.OFF);
    HeldCertificate other = signed("other").addSubjectAlternativeName("models.example").build();
    try (HostileServer server = server(Behaviour.WELL, other);
        Wire wire = new Wire(WireSettings.DEFAULT.with(off))) {
      assertThat(wire.send(server.address(), ASK).status()).isEqualTo(200);
      assertThat(WireSettings.DEFAULT.with(off).warning())
          .hasValueSatisfying(text -> assertThat(text).startsWith("TLS verification is OFF"));
      assertThat(WireSettings.DEFAULT.warning()).isEmpty();
    }
  }

  @Test
  void a_client_certificate_is_shown_to_a_server_that_wants_one() throws Exception {
    TlsSettings mutual =
        new TlsSettings(
            Optional.of(AUTHORITY::certificatePem),
            Optional.of(CLIENT::certificatePem),
            Optional.of(CLIENT::privateKeyPkcs8Pem),
            Verification.ON);
    try (HostileServer server = server(Behaviour.WELL, LOCAL, ClientCertificate.NEEDED);
        Wire wire = new Wire(WireSettings.DEFAULT.with(mutual))) {
      assertThat(wire.send(server.address(), ASK).status()).isEqualTo(200);
    }
  }

  @Test
  void a_server_that_wants_a_client_certificate_and_gets_none_says_so() throws Exception {
    try (HostileServer server = server(Behaviour.WELL, LOCAL, ClientCertificate.NEEDED)) {
      WireException failure = failure(TRUSTING, server.address());
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("client certificate");
    }
  }

  @Test
  void a_handshake_that_never_ends_is_cut() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.DEAF)) {
      WireException failure =
          failure(TRUSTING, URI.create("https://127.0.0.1:" + server.address().getPort()));
      assertThat(failure.kind()).isEqualTo(Kind.TLS_TIMEOUT);
      assertThat(failure.received().phases().connectNanos()).isPositive();
    }
  }

  @Test
  void a_server_without_tls_is_told() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.NO_HTTP)) {
      WireException failure =
          failure(TRUSTING, URI.create("https://127.0.0.1:" + server.address().getPort()));
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("is the address one of http://?");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, FIRST_BYTE_TIMEOUT",
    "DRIPS_BODY, TOTAL_TIMEOUT",
    "DRIPS_HEAD, TOTAL_TIMEOUT",
    "CLOSES_WITHOUT_ANSWER, RESET",
    "CLOSES_MIDWAY, RESET",
    "CHUNKS_FOR_EVER, TOO_LARGE",
    "MORE_THAN_CONTENT_LENGTH, MALFORMED_HTTP",
  })
  void misbehaviour_is_told_over_tls_as_well(Behaviour behaviour, Kind kind) throws Exception {
    try (HostileServer server = server(behaviour, LOCAL)) {
      WireException failure = failure(TRUSTING, server.address());
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }
  }

  @Test
  void a_pooled_connection_that_dies_is_replaced_over_tls_as_well() throws Exception {
    try (HostileServer once = server(Behaviour.WELL_ONCE, LOCAL);
        Wire wire = new Wire(WireSettings.DEFAULT.with(TRUSTING))) {
      wire.send(once.address(), ASK);
      assertThat(wire.send(once.address(), ASK).resent()).isPresent();
    }
  }

  @Test
  void an_authority_that_has_rotated_is_trusted_after_a_refresh() throws Exception {
    HeldCertificate another = new HeldCertificate.Builder().certificateAuthority(0).build();
    AtomicReference<String> file = new AtomicReference<>(another.certificatePem());
    try (HostileServer server = server(Behaviour.WELL, LOCAL);
        Wire wire = new Wire(WireSettings.DEFAULT.with(trusting(file::get)))) {
      WireException before =
          catchThrowableOfType(WireException.class, () -> wire.send(server.address(), ASK));
      assertThat(before.kind()).isEqualTo(Kind.TLS);
      file.set(another.certificatePem() + AUTHORITY.certificatePem());
      wire.refresh();
      assertThat(wire.send(server.address(), ASK).status()).isEqualTo(200);
    }
  }

  @Test
  void a_refresh_without_a_change_keeps_connections() throws Exception {
    try (HostileServer server = server(Behaviour.WELL, LOCAL);
        Wire wire = new Wire(WireSettings.DEFAULT.with(TRUSTING))) {
      wire.send(server.address(), ASK);
      wire.refresh();
      assertThat(wire.send(server.address(), ASK).phases().connectNanos()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', the client certificate holds no certificate",
    "-----BEGIN CERTIFICATE-----secret, '', the client certificate cannot be read",
    "GOOD, secret, the client key holds no key",
    "GOOD, -----BEGIN RSA PRIVATE KEY-----secret-----END RSA PRIVATE KEY-----, openssl pkcs8",
    "GOOD, -----BEGIN PRIVATE KEY-----secret-----END PRIVATE KEY-----, the client key is of none",
  })
  void a_file_that_is_no_pem_is_told_without_its_content(
      String certificate, String key, String words) throws Exception {
    TlsSettings wrong =
        new TlsSettings(
            Optional.empty(),
            Optional.of(() -> certificate.equals("GOOD") ? CLIENT.certificatePem() : certificate),
            Optional.of(() -> key),
            Verification.ON);
    try (Wire wire = new Wire(WireSettings.DEFAULT.with(wrong))) {
      WireException failure = catchThrowableOfType(WireException.class, wire::refresh);
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining(words);
      for (Throwable each = failure; each != null; each = each.getCause()) {
        assertThat(String.valueOf(each.getMessage())).doesNotContain("secret");
      }
    }
  }
}
