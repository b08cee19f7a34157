package dev.canary.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.canary.http.hostile.Behaviour;
import dev.canary.http.hostile.Bytes;
import dev.canary.http.hostile.HostileServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, and what is made of answers. */
@Timeout(60)
class WireTest {
  private static final byte[] PLAIN = "{\"ok\":1}".getBytes(StandardCharsets.US_ASCII);

  private HttpServer server;
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::echo);
    server.createContext("/gzip", call -> coded(call, "gzip", Bytes.gzip(PLAIN)));
    server.createContext("/zlib", call -> coded(call, "deflate", deflate(false)));
    server.createContext("/deflate", call -> coded(call, "Deflate", deflate(true)));
    server.createContext("/none", call -> call.sendResponseHeaders(204, -1));
    server.createContext(
        "/chunks",
        call -> {
          call.sendResponseHeaders(500, 0);
          call.getResponseBody().write(PLAIN);
          call.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void echo(HttpExchange call) throws IOException {
    byte[] body = call.getRequestBody().readAllBytes();
    seen.add(call.getRequestMethod() + " " + call.getRequestURI());
    call.getRequestHeaders().forEach((name, value) -> seen.add(name + ": " + value));
    call.getResponseHeaders().add("X-Twice", "a");
    call.getResponseHeaders().add("X-Twice", "b");
    call.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private static void coded(HttpExchange call, String coding, byte[] body) throws IOException {
    call.getResponseHeaders().add("Content-Encoding", coding);
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private static byte[] deflate(boolean bare) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
      out.write(PLAIN);
    }
    return packed.toByteArray();
  }

  private URI base(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void a_request_arrives_as_its_protocol_worded_it() throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer answer =
          wire.send(
              base("/prefix/?key=1"),
              new WireRequest(
                  "POST",
                  "v2/infer?x=2",
                  Map.of("Content-Type", "application/json", "Authorization", "Bearer t"),
                  PLAIN));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(PLAIN);
      assertThat(answer.header("x-twice")).hasValue("a, b");
      assertThat(seen)
          .contains(
              "POST /prefix/v2/infer?x=2&key=1",
              "Content-type: [application/json]",
              "Authorization: [Bearer t]",
              "Accept-encoding: [identity]",
              "Content-length: [8]",
              "Host: [127.0.0.1:" + server.getAddress().getPort() + "]");
    }
  }

  @Test
  void a_post_without_a_body_says_so() throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      wire.send(base(""), WireRequest.json("index", ""));
      assertThat(seen).contains("POST /index", "Content-length: [0]");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', v2, /v2", "/, v2, /v2", "/a, '', /a", "'', '', /", "/a/, b%20c, /a/b%20c"})
  void a_path_goes_below_the_base(String base, String path, String asked) throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      wire.send(base(base), WireRequest.get(path));
      assertThat(seen).contains("GET " + asked);
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, 200", "zlib, 200", "deflate, 200", "chunks, 500"})
  void a_body_is_told_as_it_was_before_it_was_coded(String path, int status) throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer answer = wire.send(base(""), WireRequest.get(path));
      assertThat(answer.body()).isEqualTo(PLAIN);
      assertThat(answer.status()).isEqualTo(status);
    }
  }

  @Test
  void an_answer_without_a_body_is_empty() throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer answer = wire.send(base(""), WireRequest.get("none"));
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void megabytes_come_back_bit_for_bit() throws Exception {
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer answer = wire.send(base(""), WireRequest.json("echo", large));
      assertThat(answer.body()).isEqualTo(large);
    }
  }

  @Test
  void the_first_exchange_connects_and_the_next_does_not() throws Exception {
    try (HostileServer well = new HostileServer(Behaviour.WELL);
        Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer first = wire.send(well.address(), WireRequest.get("a"));
      WireAnswer second = wire.send(well.address(), WireRequest.get("a"));
      assertThat(first.phases().connectNanos()).isPositive();
      assertThat(first.phases().firstByteNanos()).isPositive();
      assertThat(first.phases().totalNanos())
          .isGreaterThanOrEqualTo(first.phases().connectNanos() + first.phases().firstByteNanos());
      assertThat(first.phases().tlsNanos()).isZero();
      assertThat(second.phases().connectNanos()).isZero();
      assertThat(second.phases().firstByteNanos()).isPositive();
      assertThat(well.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_pooled_connection_that_dies_under_a_request_is_replaced_and_the_answer_says_so()
      throws Exception {
    try (HostileServer once = new HostileServer(Behaviour.WELL_ONCE);
        Wire wire = new Wire(WireSettings.DEFAULT)) {
      WireAnswer first = wire.send(once.address(), WireRequest.get("a"));
      WireAnswer second = wire.send(once.address(), WireRequest.get("a"));
      assertThat(first.resent()).isEmpty();
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.resent())
          .hasValue(once.address() + ": the connection ended without an answer");
      assertThat(second.phases().connectNanos()).isPositive();
      assertThat(once.connections()).isEqualTo(2);
    }
  }

  @Test
  void requests_at_once_each_get_their_own_answer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (HostileServer well = new HostileServer(Behaviour.WELL);
        Wire wire = new Wire(WireSettings.DEFAULT.withConcurrency(8))) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        answers.add(threads.submit(() -> wire.send(well.address(), WireRequest.get("a")).status()));
      }
      for (Future<Integer> each : answers) {
        assertThat(each.get()).isEqualTo(200);
      }
      assertThat(well.connections()).isBetween(1, 8);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_address_of_another_scheme_is_refused() throws Exception {
    try (Wire wire = new Wire(WireSettings.DEFAULT)) {
      assertThatThrownBy(() -> wire.send(URI.create("ftp://u:secret@h"), WireRequest.get("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the scheme of an address is 'ftp'; allowed are http and https");
    }
  }
}
