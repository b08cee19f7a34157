package dev.canary.kafka.broker;

import dev.canary.format.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The two ports of a broker on the loopback interface. Kafka cannot choose them by itself: its
 * controller must know its own port beforehand.
 *
 * @param clients where clients connect
 * @param controller where the broker speaks with its own controller
 */
record Ports(int clients, int controller) {
  static final String HOST = "127.0.0.1";

  /** Two ports that are free now. */
  static Ports free() {
    try (ServerSocket first = bind(0);
        ServerSocket second = bind(0)) {
      return new Ports(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The ports of a file that {@link #remember} wrote; empty when there is none, or none to be used.
   */
  static Optional<Ports> remembered(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      Ports ports = new Ports(Integer.parseInt(lines.get(0)), Integer.parseInt(lines.get(1)));
      return ports.areFree() ? Optional.of(ports) : Optional.empty();
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty(); // Others are chosen and written over it.
    }
  }

  void remember(Path file) throws IOException {
    AtomicFiles.write(file, clients + "\n" + controller + "\n");
  }

  String address() {
    return HOST + ":" + clients;
  }

  private boolean areFree() {
    try (ServerSocket first = bind(clients);
        ServerSocket second = bind(controller)) {
      return first.isBound() && second.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(
          true); // As Kafka does: a port that its last owner left just now is free.
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
