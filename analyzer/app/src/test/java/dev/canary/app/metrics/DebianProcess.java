package dev.canary.app.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of Debian's on 127.0.0.1, in a process of its own. Closing ends it. */
final class DebianProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final int port;
  private final Path said;

  /** Starts a program whose option for its address is that of all of Prometheus' own. */
  DebianProcess(Path folder, int port, List<String> command) throws IOException {
    this.port = port;
    this.said = folder.resolve(command.get(0) + ".log");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.command().add("--web.listen-address=127.0.0.1:" + port);
    process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  /** A port that nobody listened at a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Asks until the answer holds what is waited for. */
  String await(String path, String awaited) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String last = "";
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      last = get(path);
      if (last.contains(awaited)) {
        return last;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new AssertionError(
        "%s answered last: %s%nand said:%n%s".formatted(path, last, Files.readString(said)));
  }

  private String get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "not up yet: " + e;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
