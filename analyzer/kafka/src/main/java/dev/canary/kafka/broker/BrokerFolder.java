package dev.canary.kafka.broker;

import dev.canary.event.Topic;
import dev.canary.format.AtomicFiles;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.Topics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with a broker in it, shared by all processes of a machine: the first to come locks the
 * folder, runs the broker and writes its address there; the others connect to it. When the owner
 * goes, so does the broker, and the next to come starts it again on the same records.
 *
 * <p>Holds {@code lock}, {@code address} (while the broker is up), {@code ports} (the last ones)
 * and {@code data} (Kafka's own).
 */
public final class BrokerFolder {
  /** In bytes. */
  private static final long ROOM = 16L << 20;

  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration TOPICS = Duration.ofSeconds(15);
  private static final long PAUSE_MILLIS = 20;
  private static final int CONNECT_MILLIS = 500;
  private static final int PORT_ATTEMPTS = 5;

  private final Path folder;
  private final String topicPrefix;

  private BrokerFolder(Path folder, String topicPrefix) {
    this.folder = folder;
    this.topicPrefix = topicPrefix;
  }

  /** As {@link #connectOrStart(Path, String)}, with the default topic prefix. */
  public static BrokerHandle connectOrStart(Path folder) {
    return connectOrStart(folder, Topic.DEFAULT_PREFIX);
  }

  /**
   * Connects to the folder's broker, or starts it, with the topics that it lacks. Waits for another
   * process that is starting it just now.
   *
   * @param folder made when it does not exist
   * @throws BrokerException when there is no broker after all
   */
  public static BrokerHandle connectOrStart(Path folder, String topicPrefix) {
    try {
      Files.createDirectories(folder);
      return new BrokerFolder(folder.toRealPath(), topicPrefix).connectOrStart();
    } catch (IOException e) {
      throw new BrokerException(
          "the broker's folder " + folder + " cannot be used, make it one that is writable: " + e,
          e);
    }
  }

  /** The address of the folder's broker if one is up. Starts nothing. */
  public static Optional<String> running(Path folder) {
    return address(folder.resolve("address"));
  }

  private BrokerHandle connectOrStart() throws IOException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Optional<FolderLock> lock = FolderLock.tryTake(folder);
      if (lock.isPresent()) {
        return start(lock.get());
      }
      Optional<String> address = address(folder.resolve("address"));
      if (address.isPresent()) {
        return new SharedBroker(address.get());
      }
      pause();
    }
    throw new BrokerException(
        "another process holds "
            + folder
            + " but its broker did not come up within "
            + WAIT.toSeconds()
            + " s: end that process, or try again");
  }

  private BrokerHandle start(FolderLock lock) throws IOException {
    boolean started = false;
    try {
      requireRoom();
      Path addressFile = folder.resolve("address");
      Files.deleteIfExists(addressFile); // Of a process that was killed.
      EmbeddedBroker broker = startOnFreePorts();
      OwnedBroker owned = OwnedBroker.of(broker, lock, addressFile);
      started = true;
      return announce(owned, addressFile);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /** A broker that starts on a full disk neither comes up nor ends as it should. */
  private void requireRoom() throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < ROOM) {
      throw new BrokerException(
          "no room on the disk of " + folder + ": the embedded broker starts when there is some");
    }
  }

  private EmbeddedBroker startOnFreePorts() throws IOException {
    Path file = folder.resolve("ports");
    Ports ports = Ports.remembered(file).orElseGet(Ports::free);
    for (int attempt = 1; ; attempt++) {
      try {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("data"), ports, Map.of());
        ports.remember(file);
        return broker;
      } catch (BrokerException e) {
        if (attempt == PORT_ATTEMPTS || !isPortTaken(e)) {
          throw e;
        }
        ports = Ports.free();
      }
    }
  }

  private BrokerHandle announce(OwnedBroker owned, Path addressFile) throws IOException {
    boolean announced = false;
    try {
      new Topics(new KafkaSettings(owned.bootstrap(), topicPrefix, Map.of())).createMissing(TOPICS);
      AtomicFiles.write(addressFile, owned.bootstrap() + "\n");
      announced = true;
      return owned;
    } finally {
      if (!announced) {
        owned.close();
      }
    }
  }

  /**
   * An address is believed when something listens there: a process that is killed leaves its file.
   */
  private static Optional<String> address(Path file) {
    try {
      String address = Files.readString(file).strip();
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
      }
      return Optional.of(address);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static boolean isPortTaken(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while waiting for the embedded broker", e);
    }
  }

  /** Another process's broker. */
  private record SharedBroker(String bootstrap) implements BrokerHandle {
    @Override
    public boolean owned() {
      return false;
    }

    @Override
    public void close() {
      // Not ours to stop.
    }
  }
}
