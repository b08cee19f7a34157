package dev.canary.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.hostile.Behaviour;
import dev.canary.http.hostile.HostileServer;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that misbehave for long leave nothing behind. */
@Timeout(280)
class WireLeakTest {
  /** Of the rounds of each behaviour, beside each other: most of a round is waiting. */
  private static final int SHARES = 4;

  private static final Duration FIRST_BYTE = Duration.ofMillis(100);
  private static final Duration TOTAL = Duration.ofMillis(150);
  private static final WireSettings SHORT =
      WireSettings.DEFAULT
          .with(new Timeouts(TOTAL, TOTAL, FIRST_BYTE, TOTAL))
          .withMaxAnswerBytes(1 << 20)
          .withConcurrency(2);
  private static final WireRequest ASK = WireRequest.json("infer", "{\"x\":1}");

  /** What this process holds. */
  private record Held(long descriptors, long threads) {
    static Held now() throws IOException {
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(each -> each.getName().matches("(wire|hostile)-.*"))
              .count();
      return new Held(countDescriptors(), threads);
    }

    private static long countDescriptors() throws IOException {
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

  @Test
  void twenty_rounds_leave_nothing_behind() throws Exception {
    leavesNothing(20);
  }

  @Test
  @Tag("slow")
  void a_thousand_rounds_leave_nothing_behind_and_end_in_time() throws Exception {
    Map<Behaviour, long[]> nanos = leavesNothing(1000);
    nanos.forEach(
        (behaviour, times) -> {
          Arrays.sort(times);
          System.out.printf(
              "%s: median %.1f ms, 99 %% %.1f ms, longest %.1f ms%n",
              behaviour,
              times[times.length / 2] / 1e6,
              times[times.length * 99 / 100] / 1e6,
              times[times.length - 1] / 1e6);
          // Half of them: the rest tells of the machine, on which all these run at once.
          assertThat(times[times.length / 2] * 10)
              .as("%s", behaviour)
              .isLessThan((behaviour == Behaviour.SILENT ? FIRST_BYTE : TOTAL).toNanos() * 11);
        });
  }

  private static Map<Behaviour, long[]> leavesNothing(int rounds) throws Exception {
    // Once round, since the JDK opens some things for good at their first use.
    rounds(SHARES);
    Held before = Held.now();
    Map<Behaviour, long[]> nanos = rounds(rounds);
    // Before the first assertion, which opens the jars of its library.
    Held after = settled(before);
    for (Map.Entry<Behaviour, long[]> each : nanos.entrySet()) {
      assertThat(each.getValue()).as("%s", each.getKey()).doesNotContain(0);
    }
    assertThat(after.descriptors())
        .as("open files and sockets")
        .isLessThanOrEqualTo(before.descriptors());
    assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
    return nanos;
  }

  private static Map<Behaviour, long[]> rounds(int rounds) throws InterruptedException {
    Map<Behaviour, long[]> nanos = new EnumMap<>(Behaviour.class);
    List<Thread> clients = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      long[] times = new long[rounds];
      nanos.put(behaviour, times);
      for (int share = 0; share < SHARES; share++) {
        int from = rounds * share / SHARES;
        int to = rounds * (share + 1) / SHARES;
        clients.add(new Thread(() -> ask(behaviour, times, from, to), "client"));
      }
    }
    clients.forEach(Thread::start);
    for (Thread each : clients) {
      each.join();
    }
    return nanos;
  }

  private static void ask(Behaviour behaviour, long[] times, int from, int to) {
    try (HostileServer server = new HostileServer(behaviour);
        Wire wire = new Wire(SHORT)) {
      for (int i = from; i < to; i++) {
        long start = System.nanoTime();
        try {
          wire.send(server.address(), ASK);
        } catch (WireException e) {
          // Its kind is the matter of HostileServersTest.
        }
        times[i] = System.nanoTime() - start;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is held once threads that were told to end have ended, five seconds at most. */
  private static Held settled(Held before) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    Held now = Held.now();
    while (now.threads() > before.threads() && System.nanoTime() < until) {
      Thread.sleep(10);
      now = Held.now();
    }
    return now;
  }
}
