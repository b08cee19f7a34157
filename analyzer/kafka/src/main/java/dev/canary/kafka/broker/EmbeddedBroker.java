package dev.canary.kafka.broker;

import dev.canary.kafka.BrokerException;
import dev.canary.kafka.KafkaLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker with its controller in this process. Uses classes that Kafka keeps for
 * itself: this is the one place, and its version is pinned.
 */
final class EmbeddedBroker implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration LAST_THREADS = Duration.ofSeconds(2);

  private final KafkaRaftServer server;
  private final BrokerThreads threads;
  private final Ports ports;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, BrokerThreads threads, Ports ports) {
    this.server = server;
    this.threads = threads;
    this.ports = ports;
  }

  /**
   * Starts a broker on a folder, which is made on the first time.
   *
   * @param more settings that come over this product's, for tests
   * @throws BrokerException when it does not come up; nothing of it is left running then
   */
  static EmbeddedBroker start(Path data, Ports ports, Map<String, String> more) {
    KafkaLogs.quiet();
    ExitGuard.install();
    leaveLog4jAlone();
    BrokerThreads threads = new BrokerThreads();
    try {
      formatOnce(data);
      KafkaRaftServer server =
          threads.call(
              "canary-broker-create", START, () -> create(BrokerConfig.of(data, ports, more)));
      EmbeddedBroker broker = new EmbeddedBroker(server, threads, ports);
      broker.startup();
      return broker;
    } catch (ExecutionException | TimeoutException | IOException e) {
      throw new BrokerException(
          "the embedded broker in " + data + " does not start: " + said(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while the embedded broker was starting", e);
    }
  }

  private static KafkaRaftServer create(Properties config) {
    return new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
  }

  private void startup() throws ExecutionException, TimeoutException, InterruptedException {
    boolean up = false;
    try {
      threads.call(
          "canary-broker-start",
          START,
          () -> {
            server.startup();
            return true;
          });
      up = true;
    } finally {
      if (!up) {
        close();
      }
    }
  }

  String address() {
    return ports.address();
  }

  BrokerThreads threads() {
    return threads;
  }

  /** Stops the broker; a second call waits for the first and does nothing. Never lasts for ever. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    try {
      threads.call(
          "canary-broker-stop",
          STOP,
          () -> {
            server.shutdown();
            return true;
          });
      threads.end(LAST_THREADS);
    } catch (ExecutionException | TimeoutException e) {
      endThreads();
    } catch (InterruptedException e) {
      interrupted = true;
      endThreads();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A broker that does not stop as it should. Its log is made for that. */
  private void endThreads() {
    try {
      threads.end(Duration.ZERO);
      threads.end(LAST_THREADS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Made beside its place and moved there, so that a process that is killed leaves no half of it.
   */
  private static void formatOnce(Path data) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    Path draft = data.resolveSibling(data.getFileName() + ".new");
    delete(draft);
    format(draft);
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void format(Path folder) throws IOException {
    Formatter formatter =
        new Formatter()
            .setNodeId(Integer.parseInt(BrokerConfig.NODE_ID))
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(BrokerConfig.CONTROLLER)
            .setMetadataLogDirectory(folder.toString())
            .addDirectory(folder.toString())
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      formatter.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Kafka's own, unchecked where the disk is full.
      throw new IOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  /**
   * Kafka asks Log4j for the level of its loggers, and that alone; setting Log4j up costs 0.2 s.
   */
  private static void leaveLog4jAlone() {
    if (System.getProperty("log4j.provider") == null) {
      System.setProperty(
          "log4j.provider", "org.apache.logging.log4j.simple.internal.SimpleProvider");
    }
  }

  private static String said(Exception thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
