package dev.canary.bench.served;

import dev.canary.target.Exchange;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replays against a server that ends its connections when it likes, and counts what comes of them:
 * every answer must come, and be the right one.
 */
public final class Million implements Contender {
  private static final String RIGHT = "right";
  private static final String RESENT = "right after sending again";
  private static final double SECOND = 1e9;
  private static final PrintStream OUT = System.out;

  private final Ours ours;
  private final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();

  private Million(Ours ours) {
    this.ours = ours;
  }

  /** Takes how many replays; a quarter of them in JSON and in bytes by 8 and by 32 threads. */
  public static void main(String[] args) throws Exception {
    int replays = Integer.parseInt(args[0]);
    long others = 0;
    for (String encoding : new String[] {"json", "binary"}) {
      for (int threads : new int[] {8, 32}) {
        others += replay(encoding, threads, replays / 4);
      }
    }
    System.exit(others == 0 ? 0 : 1);
  }

  /** Tells how many replays brought no right answer. */
  private static long replay(String encoding, int threads, int replays) throws Exception {
    try (ModelProcess model = new ModelProcess(InstantModel.class, "fickle");
        Million million = new Million(Ours.http(model.model(encoding), encoding, threads));
        JavaSide side = new JavaSide(million)) {
      double seconds = side.atOnce(threads, replays) / SECOND;
      Map<String, AtomicLong> counts = new TreeMap<>(million.outcomes);
      OUT.printf(
          "%s, %d threads: %d replays in %.0f s: %s; the server: %s%n",
          encoding, threads, replays, seconds, counts, model.end());
      counts.remove(RIGHT);
      counts.remove(RESENT);
      return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }
  }

  @Override
  public void call() {
    outcomes.computeIfAbsent(outcome(), any -> new AtomicLong()).incrementAndGet();
  }

  private String outcome() {
    try {
      Output output = ours.predict();
      if (!Answer.isRight(output)) {
        return "wrong";
      }
      boolean resent = output.exchange().orElseThrow().facts().containsKey(Exchange.RESENT);
      return resent ? RESENT : RIGHT;
    } catch (PredictionException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }

  @Override
  public void close() {
    ours.close();
  }
}
