package dev.canary.bench.served;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** A client of Python's: {@code servers_peer.py}, which measures itself. */
final class PythonSide implements Side {
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  private PythonSide(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Empty where Python has no such library. */
  static Optional<Side> of(String script, String library, URI model) throws IOException {
    Process process =
        new ProcessBuilder("python3", script, library, model.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    PythonSide side = new PythonSide(process);
    return "ready".equals(side.out.readLine()) ? Optional.of(side) : Optional.empty();
  }

  @Override
  public long[] serial(int calls) throws IOException {
    return ask(1, calls);
  }

  @Override
  public long atOnce(int threads, int calls) throws IOException {
    return ask(threads, calls)[0];
  }

  private long[] ask(int threads, int calls) throws IOException {
    in.write(threads + " " + calls + "\n");
    in.flush();
    String line = String.valueOf(out.readLine());
    return Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
