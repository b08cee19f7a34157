package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.grpc.Address.Scheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketsTest {
  private static final int ROUNDS = 1_000;

  @Test
  void whatConnectsWhileItIsClosedIsLeftBehindByNobody() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        server.setSoTimeout(5_000);
        closesWhileConnecting(server, round);
      }
    }
  }

  private static void closesWhileConnecting(ServerSocket server, int round) throws Exception {
    Sockets sockets = new Sockets(Duration.ofSeconds(5), new Dial(Scheme.PLAIN));
    CountDownLatch both = new CountDownLatch(1);
    AtomicBoolean connected = new AtomicBoolean();
    Thread client = new Thread(() -> connected.set(connects(sockets, server, both)));
    client.start();
    both.countDown();
    // A little later each time: somewhere in the midst of it.
    spin(round % 300);
    sockets.close();
    client.join();
    if (connected.get()) {
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(5_000);
        assertThat(accepted.getInputStream().read()).as("round %d", round).isEqualTo(-1);
      }
    }
  }

  private static boolean connects(Sockets sockets, ServerSocket server, CountDownLatch both) {
    try {
      both.await();
      sockets.createSocket(server.getInetAddress(), server.getLocalPort());
      return true;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times * 20; i++) {
      Thread.onSpinWait();
    }
  }
}
