package dev.canary.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canary.http.hostile.Behaviour;
import dev.canary.http.hostile.HostileServer;
import dev.canary.http.wire.WireException.Kind;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of servers that misbehave. */
@Timeout(60)
class HostileServersTest {
  static final WireSettings SHORT =
      WireSettings.DEFAULT
          .with(
              new Timeouts(
                  Duration.ofMillis(500),
                  Duration.ofSeconds(2),
                  Duration.ofMillis(500),
                  Duration.ofSeconds(1)))
          .withMaxAnswerBytes(1 << 20);

  private static final WireRequest SMALL = WireRequest.json("infer", "{\"x\":1}");
  private static final WireRequest LARGE = WireRequest.json("infer", " ".repeat(1 << 24));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SILENT,                    FIRST_BYTE_TIMEOUT, no byte of an answer within 0.500 s
          CLOSES_WITHOUT_ANSWER,     RESET,              the connection ended without an answer
          RESETS_WITHOUT_ANSWER,     RESET,              the connection ended without an answer
          CLOSES_MIDWAY,             RESET,              "within the answer, after 48 bytes"
          RESETS_MIDWAY,             RESET,              the connection ended with
          CLOSES_WITHIN_CHUNK,       RESET,              the connection ended within the answer
          DRIPS_BODY,                TOTAL_TIMEOUT,      no whole answer within 1.000 s
          DRIPS_HEAD,                TOTAL_TIMEOUT,      no whole answer within 1.000 s
          CONTINUES_FOR_EVER,        TOTAL_TIMEOUT,      no whole answer within 1.000 s
          HEADERS_FOR_EVER,          MALFORMED_HTTP,     header count
          HEADER_WITHOUT_END,        MALFORMED_HTTP,     line length
          GIGABYTES,                 TOO_LARGE,          longer than the 1048576 bytes
          CHUNKS_FOR_EVER,           TOO_LARGE,          longer than the 1048576 bytes
          BODY_FOR_EVER,             TOO_LARGE,          longer than the 1048576 bytes
          MORE_THAN_CONTENT_LENGTH,  MALFORMED_HTTP,     10 bytes came after the answer's end
          WRONG_CHUNKS,              MALFORMED_HTTP,     chunk
          LONG_CHUNK,                MALFORMED_HTTP,     chunk
          NEGATIVE_LENGTH,           MALFORMED_HTTP,     -8
          NO_HTTP,                   MALFORMED_HTTP,     SSH
          HTTP_2,                    MALFORMED_HTTP,     is the address one of grpc://?
          TLS_ALERT,                 MALFORMED_HTTP,     is the address one of https://?
          GZIP_BOMB,                 TOO_LARGE,          longer than the 1048576 bytes
          GZIP_CUT,                  MALFORMED_HTTP,     not what Content-Encoding 'gzip' says
          UNKNOWN_CODING,            MALFORMED_HTTP,     understood are gzip and deflate
          """,
      quoteCharacter = '"')
  void each_misbehaviour_is_told_for_what_it_is(Behaviour behaviour, Kind kind, String words)
      throws Exception {
    try (HostileServer server = new HostileServer(behaviour);
        Wire wire = new Wire(SHORT)) {
      WireException failure = failure(wire, server.address(), SMALL);
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
      assertThat(failure)
          .hasMessageContaining(server.address().toString())
          .hasMessageContaining(words);
      assertThat(failure.getMessage()).doesNotContain("\n");
      assertThat(failure.received().phases().connectNanos()).isPositive();
      assertThat(failure.received().phases().totalNanos()).isPositive();
    }
  }

  @Test
  void what_came_before_the_end_is_kept_as_it_came() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.CLOSES_MIDWAY);
        Wire wire = new Wire(SHORT)) {
      WireException.Received received = failure(wire, server.address(), SMALL).received();
      assertThat(new String(received.head(), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
      assertThat(received.bytes()).isEqualTo(received.head().length);
      assertThat(received.status()).hasValue(200);
      assertThat(received.phases().firstByteNanos()).isPositive();
    }
  }

  @Test
  void of_a_flood_64_KiB_are_kept() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.CHUNKS_FOR_EVER);
        Wire wire = new Wire(SHORT)) {
      WireException.Received received = failure(wire, server.address(), SMALL).received();
      assertThat(received.head()).hasSize(1 << 16);
      assertThat(received.bytes()).isGreaterThan(1 << 20);
    }
  }

  @Test
  void a_server_that_does_not_read_is_cut_at_the_total_time_out() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.DEAF);
        Wire wire = new Wire(SHORT)) {
      assertThat(failure(wire, server.address(), LARGE).kind()).isEqualTo(Kind.TOTAL_TIMEOUT);
    }
  }

  @Test
  void an_answer_that_comes_before_the_request_is_read_is_an_answer() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.REFUSES_EARLY);
        Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer answer = wire.send(server.address(), LARGE);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).isEqualTo("big");
    }
  }

  @Test
  void a_redirect_is_an_answer_and_not_followed() throws Exception {
    try (HostileServer server = new HostileServer(Behaviour.REDIRECTS);
        Wire wire = new Wire(SHORT)) {
      WireAnswer answer = wire.send(server.address(), SMALL);
      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("location")).hasValue("http://127.0.0.1:1/");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_closed_port_refuses() throws Exception {
    URI nobody;
    try (HostileServer server = new HostileServer(Behaviour.WELL)) {
      nobody = server.address();
    }
    try (Wire wire = new Wire(SHORT)) {
      WireException failure = failure(wire, nobody, SMALL);
      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure).hasMessage(nobody + ": connection refused, nothing listens there");
    }
  }

  @Test
  void a_server_that_never_accepts_is_a_connect_time_out() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Wire wire = new Wire(SHORT)) {
      // Beyond the backlog Linux lets further connections wait.
      for (int i = 0; i < 4; i++) {
        Socket waiting = new Socket();
        queue.add(waiting);
        try {
          waiting.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 100);
        } catch (SocketTimeoutException e) {
          break;
        }
      }
      WireException failure =
          failure(wire, URI.create("http://127.0.0.1:" + full.getLocalPort()), SMALL);
      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
      assertThat(failure).hasMessageContaining("no connection within 0.500 s");
    } finally {
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  @Test
  void a_name_that_nobody_has_is_told() throws Exception {
    WireSettings patient =
        SHORT.with(
            new Timeouts(
                Duration.ofSeconds(40),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(50)));
    try (Wire wire = new Wire(patient)) {
      // RFC 6761, 6.4: never resolves.
      WireException failure = failure(wire, URI.create("http://nobody.invalid:8080"), SMALL);
      assertThat(failure.kind()).isEqualTo(Kind.DNS);
      assertThat(failure).hasMessageContaining("http://nobody.invalid:8080");
    }
  }

  static WireException failure(Wire wire, URI base, WireRequest request) {
    return catchThrowableOfType(WireException.class, () -> wire.send(base, request));
  }
}
