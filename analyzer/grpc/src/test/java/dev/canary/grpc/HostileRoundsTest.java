package dev.canary.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.target.LoadException;
import inference.ModelInferRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that misbehave for long over gRPC leave nothing behind. */
@Tag("slow")
@Timeout(280)
class HostileRoundsTest {
  private static final int ROUNDS = 1000;
  private static final int SHARES = 10;
  private static final int AT_ONCE = 32;
  private static final Duration TOTAL = Duration.ofMillis(150);
  private static final Map<String, String> OPTIONS = Map.of("maxAnswer", "1048576");
  private static final ModelInferRequest ASK =
      ModelInferRequest.newBuilder().setModelName("m").setId("1").build();

  @Test
  void aThousandRoundsLeaveNothingBehindAndEndInTime() throws Exception {
    // Once round, since the JDK and the library open some things for good at their first use.
    rounds(SHARES);
    long before = descriptors();
    Map<Behaviour, long[]> nanos = rounds(ROUNDS);
    // Before the first assertion, which opens the jars of its library.
    long after = descriptors();
    List<Thread> threads = LeaksTest.threads();
    assertThat(after).as("open files and sockets").isLessThanOrEqualTo(before);
    assertThat(threads).as("threads").isEmpty();
    nanos.forEach(HostileRoundsTest::endsInTime);
  }

  private static void endsInTime(Behaviour behaviour, long... times) {
    Arrays.sort(times);
    System.out.printf(
        "%s: median %.1f ms, 99 %% %.1f ms, longest %.1f ms%n",
        behaviour,
        times[times.length / 2] / 1e6,
        times[times.length * 99 / 100] / 1e6,
        times[times.length - 1] / 1e6);
    assertThat(times).as("%s", behaviour).doesNotContain(0);
    // Half of them: the rest tells of the machine, on which many run at once.
    assertThat(times[times.length / 2] * 10).as("%s", behaviour).isLessThan(TOTAL.toNanos() * 11);
  }

  /** Many at once, those that take their time beside those that do not. */
  private static Map<Behaviour, long[]> rounds(int rounds) throws InterruptedException {
    Map<Behaviour, long[]> nanos = new EnumMap<>(Behaviour.class);
    Queue<Runnable> shares = new ConcurrentLinkedQueue<>();
    for (Behaviour behaviour : Behaviour.values()) {
      nanos.put(behaviour, new long[rounds]);
    }
    for (int share = 0; share < SHARES; share++) {
      int from = rounds * share / SHARES;
      int to = rounds * (share + 1) / SHARES;
      nanos.forEach((behaviour, times) -> shares.add(() -> ask(behaviour, times, from, to)));
    }
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      clients.add(new Thread(() -> work(shares), "client"));
    }
    clients.forEach(Thread::start);
    for (Thread each : clients) {
      each.join();
    }
    return nanos;
  }

  private static void work(Queue<Runnable> shares) {
    for (Runnable share = shares.poll(); share != null; share = shares.poll()) {
      share.run();
    }
  }

  /** Closing the server waits until the client has closed every socket. */
  private static void ask(Behaviour behaviour, long[] times, int from, int to) {
    try (HostileServer server = new HostileServer(behaviour)) {
      Address address = Address.of(URI.create(server.address()));
      Settings settings = Settings.of(OPTIONS, address);
      try (Connection connection = Connection.open(address, settings)) {
        for (int i = from; i < to; i++) {
          long start = System.nanoTime();
          try {
            connection.call(RawInfer.METHOD, ASK, "1", TOTAL);
          } catch (CallException e) {
            // Its reason is the matter of HostileTest.
          }
          times[i] = System.nanoTime() - start;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LoadException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long descriptors() throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      // Not Linux.
      return 0;
    }
    try (Stream<Path> each = Files.list(all)) {
      return each.count();
    }
  }
}
