package dev.canary.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canary.event.Topic;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.Events;
import dev.canary.kafka.KafkaPublisher;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.Read;
import dev.canary.kafka.Topics;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder's broker within one process. */
@Timeout(120)
class BrokerFolderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void theFirstOwnsTheBrokerAndTheSecondConnectsToIt(@TempDir Path folder) {
    try (BrokerHandle first = BrokerFolder.connectOrStart(folder)) {
      BrokerHandle second = BrokerFolder.connectOrStart(folder);
      assertThat(first.owned()).isTrue();
      assertThat(second.owned()).isFalse();
      assertThat(second.bootstrap()).isEqualTo(first.bootstrap()).startsWith("127.0.0.1:");

      second.close();

      assertThat(BrokerFolder.running(folder)).contains(first.bootstrap());
    }
    assertThat(BrokerFolder.running(folder)).isEmpty();
  }

  @Test
  void aRestartKeepsRecordsAndAddress(@TempDir Path folder) {
    String address;
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder, "kept")) {
      address = broker.bootstrap();
      publish(broker, "run-1");
    }
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder, "kept")) {
      assertThat(broker.bootstrap()).isEqualTo(address);
      publish(broker, "run-2");

      assertThat(Read.all(broker.bootstrap(), "kept").stream().map(r -> Read.header(r, "ce_id")))
          .containsExactly("run-1", "run-2");
    }
  }

  @Test
  void anotherPortIsChosenWhenTheOldOneIsTaken(@TempDir Path folder) throws IOException {
    int port;
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder, "kept")) {
      port = portOf(broker);
      publish(broker, "run-1");
    }
    try (ServerSocket squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        BrokerHandle broker = BrokerFolder.connectOrStart(folder, "kept")) {
      assertThat(portOf(broker)).isNotEqualTo(squatter.getLocalPort());
      assertThat(Read.all(broker.bootstrap(), "kept")).hasSize(1);
    }
  }

  @Test
  void onlyTheLoopbackInterfaceListens(@TempDir Path folder) throws IOException {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      List<InetAddress> others =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !(address instanceof Inet6Address))
              .toList();

      assertThat(others)
          .allSatisfy(
              address ->
                  assertThatThrownBy(() -> connect(address, portOf(broker)))
                      .isInstanceOf(IOException.class));
      connect(InetAddress.getLoopbackAddress(), portOf(broker));
    }
  }

  @Test
  void aClosedBrokerLeavesNoThread(@TempDir Path folder) {
    OwnedBroker broker = (OwnedBroker) BrokerFolder.connectOrStart(folder);
    assertThat(broker.broker().threads().holding()).isNotEmpty();

    broker.close();
    broker.close();

    assertThat(broker.broker().threads().holding()).isEmpty();
  }

  @Test
  void aDamagedFolderIsAnErrorThatLeavesNothingBehind(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/meta.properties"), "version=1\nnode.id=77\n");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> BrokerFolder.connectOrStart(folder))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("embedded broker in " + folder.toRealPath());
    }

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> !thread.isDaemon() && thread.getName().contains("kafka"));
    assertThat(BrokerFolder.running(folder)).isEmpty();
  }

  @Test
  void aBrokerThatLosesItsFolderEndsNoProcess(@TempDir Path folder) throws IOException {
    OwnedBroker broker = (OwnedBroker) BrokerFolder.connectOrStart(folder);
    try {
      Files.move(folder.resolve("data"), folder.resolve("gone"));
      Files.writeString(folder.resolve("data"), "not a folder");
      KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "more", Map.of());

      // Kafka now wants to end the process, at a time of its own choice.
      var unused = catchThrowable(() -> new Topics(settings).createMissing(Duration.ofSeconds(2)));
      try (KafkaPublisher publisher = new KafkaPublisher(settings, Duration.ofSeconds(2))) {
        assertThat(publisher.publish(Events.many("run", 3, 3))).hasSize(3);
      }
    } finally {
      broker.close();
    }
    assertThat(broker.broker().threads().holding()).isEmpty();
  }

  @Test
  void kafkaMayNotEndTheProcess(@TempDir Path folder) {
    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      assertThat(broker.owned()).isTrue();

      assertThatThrownBy(() -> Exit.halt(1, "all log dirs have failed"))
          .hasMessage("all log dirs have failed");
      assertThatThrownBy(() -> Exit.exit(1)).hasMessage("the broker gave up with status 1");
    }
  }

  @Test
  void filesOfAnOwnerThatWasKilledAreRecognised(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("address"), "127.0.0.1:1\n");
    Files.writeString(folder.resolve("ports"), "no number\n");
    Files.createDirectories(folder.resolve("data.new"));
    Files.writeString(folder.resolve("data.new/meta.properties"), "half of");

    try (BrokerHandle broker = BrokerFolder.connectOrStart(folder)) {
      assertThat(broker.owned()).isTrue();
      assertThat(BrokerFolder.running(folder)).contains(broker.bootstrap());
    }
  }

  private static void publish(BrokerHandle broker, String id) {
    KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "kept", Map.of());
    try (KafkaPublisher publisher = new KafkaPublisher(settings, TIMEOUT)) {
      assertThat(publisher.publish(List.of(Events.event(id, Topic.RUNS, "a")))).isEmpty();
    }
  }

  private static int portOf(BrokerHandle broker) {
    return Integer.parseInt(broker.bootstrap().replaceFirst(".*:", ""));
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
    }
  }
}
