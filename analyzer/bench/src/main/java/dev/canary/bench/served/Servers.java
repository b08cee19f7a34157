package dev.canary.bench.served;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares a prediction through the product with a bare exchange of the same bytes through the same
 * library, and with clients of Python's. All take turns in short blocks, so that what else the
 * machine does meets them alike, and ratios are taken round by round.
 */
public final class Servers {
  private static final int SERIAL = 300;
  private static final int AT_ONCE = 1_600;
  private static final int THREADS = 32;
  private static final int WARM_UP = 30_000;
  private static final String OURS = "ours, ";
  private static final String BARE = "bare, ";
  private static final String GRPC = "grpc";
  private static final PrintStream OUT = System.out;

  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<String, Figures> figures = new LinkedHashMap<>();

  private Servers() {}

  /** Takes the seconds to measure for and the script of Python's clients. */
  public static void main(String[] args) throws Exception {
    Servers servers = new Servers();
    try (ModelProcess model = new ModelProcess(InstantModel.class, "steady");
        ModelProcess grpc = new ModelProcess(InstantGrpc.class)) {
      servers.open(model, args[1]);
      servers.sides.put(OURS + GRPC, new JavaSide(Ours.grpc(grpc.port(), THREADS)));
      servers.sides.put(BARE + GRPC, new JavaSide(new BareGrpc(grpc.port())));
      servers.warmUp();
      servers.measure(Duration.ofSeconds(Long.parseLong(args[0])));
      servers.print();
    } finally {
      for (Side side : servers.sides.values()) {
        side.close();
      }
    }
  }

  private void open(ModelProcess model, String script) throws Exception {
    for (String encoding : List.of("json", "row", "binary")) {
      URI address = model.model(encoding);
      Ours ours = Ours.http(address, encoding, THREADS);
      sides.put(OURS + encoding, new JavaSide(ours));
      ours.call();
      sides.put(BARE + encoding, new JavaSide(new Bare(model.port(), firstRequest(address))));
    }
    URI json = model.model("json");
    sides.put("raw socket", new JavaSide(new Floor(model.port(), firstRequest(json).whole())));
    for (String library : List.of("http.client", "requests")) {
      PythonSide.of(script, library, json).ifPresent(side -> sides.put(library, side));
    }
  }

  private static Incoming firstRequest(URI model) throws IOException {
    try (Socket socket = new Socket(model.getHost(), model.getPort())) {
      String question = "GET " + model.getPath() + "/first-request HTTP/1.1\r\n\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      Incoming answer = new Incoming(socket.getInputStream());
      answer.next();
      Incoming request = new Incoming(new ByteArrayInputStream(answer.body()));
      request.next();
      return request;
    }
  }

  /** Until Java has compiled what it will. */
  private void warmUp() throws Exception {
    for (Side side : sides.values()) {
      if (side instanceof JavaSide) {
        side.serial(WARM_UP);
        side.atOnce(THREADS, WARM_UP);
      }
    }
  }

  private void measure(Duration time) throws Exception {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      for (Map.Entry<String, Side> each : sides.entrySet()) {
        Side side = each.getValue();
        figures
            .computeIfAbsent(each.getKey(), any -> new Figures())
            .add(side.serial(SERIAL), AT_ONCE, side.atOnce(THREADS, AT_ONCE));
      }
    }
  }

  private void print() {
    OUT.println(
        "| | median, us | p99, us | serial, 1/s | 32 at once, 1/s"
            + " | over bare: median | serial | 32 at once |");
    OUT.println("|---|---|---|---|---|---|---|---|");
    Figures json = Objects.requireNonNull(figures.get(BARE + "json"));
    figures.forEach(
        (name, f) -> {
          String encoding = name.substring(name.lastIndexOf(' ') + 1);
          Figures beside = figures.getOrDefault(BARE + encoding, json);
          OUT.printf(
              "| %s | %.1f | %.1f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
              name,
              f.medianMicros(),
              f.quantileMicros(0.99),
              f.serialPerSecond(),
              f.atOncePerSecond(),
              f.latencyOver(beside),
              f.serialOver(beside),
              f.atOnceOver(beside));
        });
  }
}
