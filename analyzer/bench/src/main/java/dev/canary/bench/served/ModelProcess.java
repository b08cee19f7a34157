package dev.canary.bench.served;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server that runs in a process of its own until this is closed. */
final class ModelProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final int port;

  /** Starts a class that prints its port and ends with its standard input. */
  ModelProcess(Class<?> main, String... args) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main.getName());
    command.command().addAll(List.of(args));
    process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    port = Integer.parseInt(String.valueOf(out.readLine()));
  }

  int port() {
    return port;
  }

  /** Of a model of {@link InstantModel}. */
  URI model(String name) {
    return URI.create("http://127.0.0.1:%d/v2/models/%s".formatted(port, name));
  }

  /** Ends it. */
  String end() throws IOException {
    process.getOutputStream().close();
    return String.valueOf(out.readLine());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
