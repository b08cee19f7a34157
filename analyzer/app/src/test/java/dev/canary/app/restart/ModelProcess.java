package dev.canary.app.restart;

import dev.canary.app.served.ServedSuite;
import dev.canary.server.ModelServer;
import dev.canary.server.ServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A model server in a process of its own, that can be hit where no file shows it: it hangs, or the
 * weights in its memory are lost. Another start of it knows nothing of that.
 */
final class ModelProcess implements AutoCloseable {
  private final Process process;

  private ModelProcess(Process process) {
    this.process = process;
  }

  /** Serves the house prices; with a line of standard input its weights become NaN. */
  public static void main(String[] args) throws IOException {
    Path scratch = Files.createTempDirectory(Path.of(args[1]), "model");
    try (ModelServer server = serve(Integer.parseInt(args[0]));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        server.swap(new ServedSuite(scratch).spoilt());
      }
    }
  }

  static ModelServer serve(int port) throws IOException {
    return ModelServer.start(ServerOptions.serving(ServedSuite.trained()).port(port).build());
  }

  static ModelProcess start(int port, Path scratch) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:SelfDestructTimer=5", // in minutes
            ModelProcess.class.getName(),
            String.valueOf(port),
            scratch.toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new ModelProcess(builder.start());
  }

  void hang() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start().waitFor();
  }

  void corrupt() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Asks it to end, and ends it if it has not by then. */
  void end(long graceMillis) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(graceMillis, TimeUnit.MILLISECONDS)) {
      close();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
