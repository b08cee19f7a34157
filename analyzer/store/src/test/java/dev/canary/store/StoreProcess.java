package dev.canary.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that uses a store. It says what it has done, one line each, when it is done.
 */
final class StoreProcess implements AutoCloseable {
  private static final String CHEAP_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private StoreProcess(Process process) {
    this.process = process;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Records and counts runs called {@code name@0}, {@code name@1} and so on, and says each of their
   * ids.
   */
  static StoreProcess recording(Path file, String name, int runs) throws IOException {
    return start(List.of(), file.toString(), name, Integer.toString(runs));
  }

  /** The same, telling of each class that is loaded. */
  static StoreProcess recordingWithClassNames(Path file, String name) throws IOException {
    return start(List.of("-verbose:class"), file.toString(), name, "1");
  }

  /** Becomes the relay, says so, and stays it. */
  static StoreProcess relaying(Path file) throws IOException {
    return start(List.of(), file.toString());
  }

  private static StoreProcess start(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(CHEAP_COMPILER, "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StoreProcess.class.getName());
    command.addAll(List.of(arguments));
    return new StoreProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits until it has said this much in all. */
  void awaitLines(int count) throws IOException {
    while (lines.size() < count) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the process ended after " + lines);
      }
      lines.add(line);
    }
  }

  /**
   * Gives it this much more time, then kills it as {@code kill -9} does. Returns what it has said.
   */
  List<String> killAfter(Duration delay) throws IOException, InterruptedException {
    process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
    process.toHandle().destroyForcibly();
    return remainingLines();
  }

  /** Waits for its end. Returns what it has said. */
  List<String> finish() throws IOException, InterruptedException {
    List<String> said = remainingLines();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("the process did not succeed, it said " + said);
    }
    return said;
  }

  private List<String> remainingLines() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    process.toHandle().destroyForcibly();
    output.close();
  }

  /** The process itself: {@code FILE [NAME RUNS]}. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    StoreSettings settings = StoreSettings.sqlite(Path.of(arguments[0]));
    try (Store store = Store.open(settings, Clock.systemUTC())) {
      if (arguments.length == 1) {
        store.outbox().asOnlyRelay(() -> stay(out));
        return;
      }
      int runs = Integer.parseInt(arguments[2]);
      for (int i = 0; i < runs; i++) {
        String id = arguments[1] + "@" + i;
        Samples.recordCounted(store, id);
        out.println(id);
      }
    }
  }

  private static void stay(PrintStream out) {
    out.println("relay");
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
