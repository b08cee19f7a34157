package dev.canary.kafka.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process that uses a broker's folder: a JVM with this class as its program. */
public final class BrokerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final String bootstrap;
  private final boolean owned;

  private BrokerProcess(Process process) throws IOException {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String[] said = String.valueOf(out.readLine()).split(" ", -1);
    if (said.length != 2) {
      process.destroyForcibly();
      throw new IOException("the other process said: " + String.join(" ", said));
    }
    this.bootstrap = said[0];
    this.owned = Boolean.parseBoolean(said[1]);
  }

  /** How the program ends once told to. */
  public enum End {
    /** It closes the broker and returns. */
    CLOSE,
    /** It returns from main and has forgotten the broker. */
    FORGET,
    /** It calls {@link System#exit} with 7. */
    EXIT
  }

  /** Starts a process and waits until it has a broker. */
  public static BrokerProcess start(Path folder, End end) {
    try {
      return new BrokerProcess(launch(folder, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a process and does not wait for it. */
  static Process launch(Path folder, End end) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                BrokerProcess.class.getName(),
                folder.toString(),
                end.name()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Where the process says the broker is. */
  public String bootstrap() {
    return bootstrap;
  }

  /** Whether the process says that the broker is its own. */
  public boolean owned() {
    return owned;
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Tells the process to end as it was started to, and gives its exit code. */
  public int end(Duration within) throws IOException, InterruptedException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the other process still runs after " + within);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The other program: says where its broker is, and ends when a line comes. */
  public static void main(String[] args) throws IOException {
    BrokerHandle broker = BrokerFolder.connectOrStart(Path.of(args[0]));
    System.out.println(broker.bootstrap() + " " + broker.owned());
    System.in.read();
    switch (End.valueOf(args[1])) {
      case CLOSE -> broker.close();
      case EXIT -> System.exit(7);
      case FORGET -> {}
    }
  }
}
