package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.Circuit;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are not there, or say nothing that is gRPC: each a real socket. */
@Timeout(60)
class UnreachableTest {
  private static final Map<String, String> SHORT = Map.of("timeouts.total", "PT1S");

  @Test
  void aServerThatIsNotThereIsUnreachableAndFoundWhenItComes() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Target target = Targets.open("grpc://127.0.0.1:" + port + "/m", Map.of())) {
      for (int i = 0; i < Circuit.LIMIT - 1; i++) {
        PredictionException failure = Targets.failure(target);

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("Connection refused");
        assertThat(failure.exchange().orElseThrow().status()).isEmpty();
      }
      try (Stub server = Stub.startAt(port)) {
        target.predict(Targets.CASE);

        assertThat(server.requests).hasSize(1);
      }
    }
  }

  @Test
  void aServerThatGoesAndComesBackIsFoundAgain() throws Exception {
    Stub first = Stub.start();
    int port = first.port();
    try (Target target = Targets.open(first, Map.of())) {
      target.predict(Targets.CASE);
      first.close();
      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);

      try (Stub second = Stub.startAt(port)) {
        target.predict(Targets.CASE);

        assertThat(second.requests).hasSize(1);
      }
    }
  }

  @Test
  void aServerThatNeverAnswersIsEndedInTime() throws Exception {
    try (Stub server = Stub.start();
        Target target = Targets.open(server, SHORT)) {
      server.infer = (request, answers) -> {};

      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(failure).hasMessage("no answer from 127.0.0.1:%d within 1000 ms", server.port());
      assertThat(failure.exchange().orElseThrow().phases().totalNanos())
          .isBetween(Duration.ofMillis(999).toNanos(), Duration.ofSeconds(5).toNanos());
    }
  }

  /** Accepts connections, reads, and says what it is told to say; speaks no HTTP/2. */
  private static ServerSocket saying(byte[] said, boolean closing) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              // One that nobody holds is closed by the garbage collector.
              List<Socket> held = new ArrayList<>();
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  held.add(socket);
                  OutputStream out = socket.getOutputStream();
                  out.write(said);
                  out.flush();
                  if (closing) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                  }
                } catch (IOException e) {
                  // Closed, by one side or the other: the next one, or the end.
                }
              }
              for (Socket socket : held) {
                try {
                  socket.close();
                } catch (IOException e) {
                  // It is of no more use either way.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsNoConnection() throws Exception {
    try (ServerSocket silent = saying(new byte[0], false);
        Target target =
            Targets.open(
                "grpc://127.0.0.1:" + silent.getLocalPort() + "/m",
                Map.of("timeouts.connect", "PT0.3S"))) {
      PredictionException failure = Targets.failure(target);

      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure)
          .hasMessage(
              "127.0.0.1:%d is unreachable: UNAVAILABLE: no connection within 300 ms",
              silent.getLocalPort());
    }
  }

  @Test
  void aServerThatResetsIsUnreachable() throws Exception {
    try (ServerSocket resetting = saying(new byte[0], true);
        Target target =
            Targets.open("grpc://127.0.0.1:" + resetting.getLocalPort() + "/m", SHORT)) {
      assertThat(Targets.failure(target).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }

  @Test
  void aServerThatSpeaksHttpOneIsNoSilence() throws Exception {
    byte[] page =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket web = saying(page, false);
        Target target = Targets.open("grpc://127.0.0.1:" + web.getLocalPort() + "/m", SHORT)) {
      assertThat(Targets.failure(target).reason()).isIn(Reason.UNREACHABLE, Reason.BAD_ANSWER);
    }
  }
}
