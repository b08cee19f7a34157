package dev.canary.bench.client;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Compares HTTP clients on a loopback server that answers at once: speed, faults of their pools,
 * what they do when a pooled connection is closed under a request, and whether a total time-out
 * holds.
 *
 * <p>All take turns in every round; the least median of the rounds says most on a machine that does
 * other things, too.
 */
public final class Clients {

  private static final byte[] BODY = new byte[1024];
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int SERIAL = 5_000;
  private static final int AT_ONCE = 5_000;
  private static final PrintStream OUT = System.out;

  private Clients() {}

  /** Takes what to measure, {@code speed} or {@code faults}, and how much of it. */
  public static void main(String[] args) throws Exception {
    Arrays.fill(BODY, (byte) '1');
    int amount = Integer.parseInt(args[1]);
    try (InstantServer server = new InstantServer(1024)) {
      switch (args[0]) {
        case "speed" -> speed(server, amount);
        case "faults" -> faults(server, amount);
        default -> throw new IllegalArgumentException(args[0] + " is neither speed nor faults");
      }
    }
    // Some clients leave threads behind.
    System.exit(0);
  }

  private static void speed(InstantServer server, int rounds) throws Exception {
    Map<String, Client> clients = new LinkedHashMap<>();
    clients.put("raw socket", new RawSocket(server.answerBytes()));
    Rivals.all(LONG).forEach((name, make) -> clients.put(name, make.get()));
    Map<String, double[]> best = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Client> each : clients.entrySet()) {
        double[] figures = round(each.getValue(), server.address("/infer"));
        if (round > 0) {
          best.merge(each.getKey(), figures, Clients::better);
        }
      }
    }
    OUT.println("| client | median, us | p99, us | serial, 1/s | 32 at once, 1/s |");
    OUT.println("|---|---|---|---|---|");
    best.forEach(
        (name, f) ->
            OUT.printf("| %s | %.1f | %.1f | %.0f | %.0f |%n", name, f[0], f[1], f[2], f[3]));
  }

  /** Least median and p99, greatest throughputs. */
  private static double[] better(double[] a, double[] b) {
    return new double[] {
      Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])
    };
  }

  private static double[] round(Client client, URI address) throws Exception {
    long[] nanos = new long[SERIAL];
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long before = System.nanoTime();
      client.post(address, BODY);
      nanos[i] = System.nanoTime() - before;
    }
    double serial = nanos.length / seconds(start);
    Arrays.sort(nanos);
    start = System.nanoTime();
    inThreads(32, AT_ONCE, () -> client.post(address, BODY));
    return new double[] {
      nanos[nanos.length / 2] / 1e3,
      nanos[nanos.length * 99 / 100] / 1e3,
      serial,
      AT_ONCE / seconds(start)
    };
  }

  private static void faults(InstantServer server, int posts) throws Exception {
    OUT.println("| client | faults of POSTs | closed under a request | total time-out of 0.5 s |");
    OUT.println("|---|---|---|---|");
    for (Map.Entry<String, Supplier<Client>> each : Rivals.all(Duration.ofMillis(500)).entrySet()) {
      Supplier<Client> patient = Objects.requireNonNull(Rivals.all(LONG).get(each.getKey()));
      String pooled;
      String stale;
      try (Client client = patient.get()) {
        List<String> kinds = inThreads(8, posts, () -> client.post(server.address("/infer"), BODY));
        pooled = kinds.size() + " of " + posts + " " + kinds.stream().distinct().toList();
      }
      try (Client client = patient.get()) {
        stale = stale(client, server);
      }
      OUT.printf("| %s | %s | %s | %s |%n", each.getKey(), pooled, stale, drip(each, server));
    }
  }

  private static String stale(Client client, InstantServer server) {
    long seen = server.seen();
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      try {
        client.post(server.address("/stale"), BODY);
      } catch (Exception e) {
        failed++;
      }
    }
    return failed + " of 100 failed, " + (server.seen() - seen - 100) + " sent again";
  }

  private static String drip(Map.Entry<String, Supplier<Client>> each, InstantServer server)
      throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    Client client = each.getValue().get();
    long start = System.nanoTime();
    Future<byte[]> answer = one.submit(() -> client.post(server.address("/drip"), BODY));
    try {
      answer.get(5, TimeUnit.SECONDS);
      return "answered";
    } catch (ExecutionException e) {
      return "%.3f s %s".formatted(seconds(start), String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return "not within 5 s";
    } finally {
      one.shutdownNow();
    }
  }

  /** The faults met, by their class and message. */
  private static List<String> inThreads(int threads, int calls, Callable<?> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicLong left = new AtomicLong(calls);
    List<Future<List<String>>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      parts.add(
          pool.submit(
              () -> {
                List<String> faults = new ArrayList<>();
                while (left.getAndDecrement() > 0) {
                  try {
                    call.call();
                  } catch (Exception e) {
                    faults.add(e.toString());
                  }
                }
                return faults;
              }));
    }
    List<String> all = new ArrayList<>();
    for (Future<List<String>> part : parts) {
      all.addAll(part.get());
    }
    pool.shutdown();
    return all;
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
