package dev.canary.app.kill;

import dev.canary.app.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteJDBCLoader;

/**
 * A command of the product in a process of its own. Closing kills it; a test that is killed itself
 * leaves it no longer than its timer says.
 *
 * <p>It is started by the launcher if the system property {@code canary.launcher} names it, else on
 * the class path of the tests, which may have no build yet.
 */
public final class CanaryProcess implements AutoCloseable {
  /** For every wait: long enough for a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String LAUNCHER = System.getProperty("canary.launcher", "");
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  /**
   * Unpacked once, as a build does: each process would unpack its own, and leave it when killed.
   */
  private static final Path SQLITE = unpackSqlite();

  private final Process process;
  private final Path out;
  private final Path err;
  private final long begin = System.nanoTime();

  private CanaryProcess(ProcessBuilder builder, Path out, Path err) throws IOException {
    this.out = out;
    this.err = err;
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** What a command ended with and said. */
  public record Ended(int exitCode, List<String> out, List<String> err) {}

  /** Starts a command on a workspace. */
  public static CanaryProcess start(Path workspace, String... arguments) {
    return start(List.of(), workspace, arguments);
  }

  /** Starts a command behind another one, as in {@code nice canary run}. */
  static CanaryProcess start(List<String> before, Path workspace, String... arguments) {
    try {
      Path said = Files.createDirectories(workspace.resolve("said"));
      Path temporary = Files.createDirectories(workspace.resolve("tmp"));
      List<String> jvm =
          List.of(
              "-Xmx512m",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-XX:-UsePerfData",
              "-XX:+IgnoreUnrecognizedVMOptions",
              "-XX:SelfDestructTimer=5", // in minutes
              "-Dorg.sqlite.lib.path=" + SQLITE,
              "-Djava.io.tmpdir=" + temporary);
      List<String> command = new ArrayList<>(before);
      if (LAUNCHER.isEmpty()) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add(Main.class.getName());
      } else {
        command.add(LAUNCHER);
      }
      command.addAll(List.of(arguments));
      command.addAll(List.of("--workspace", workspace.toString()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.environment().put("CANARY_JAVA_OPTS", String.join(" ", jvm));
      String name = "process-" + COUNTER.incrementAndGet();
      return new CanaryProcess(builder, said.resolve(name + ".out"), said.resolve(name + ".err"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unpackSqlite() {
    String library = "/org/sqlite/native/Linux/x86_64/libsqlitejdbc.so";
    try (InputStream content = SQLiteJDBCLoader.class.getResourceAsStream(library)) {
      Path folder = Files.createTempDirectory("canary-sqlite");
      Path file = folder.resolve("libsqlitejdbc.so");
      Files.write(file, Objects.requireNonNull(content).readAllBytes());
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long ago it was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far, in whole lines. */
  public List<String> lines() {
    return lines(out);
  }

  /** Waits until something is so; false if the process ended before. */
  boolean await(BooleanSupplier something) {
    while (!something.getAsBoolean()) {
      if (!process.isAlive()) {
        return something.getAsBoolean();
      }
      if (age().compareTo(PATIENCE) > 0) {
        throw new AssertionError("waited for too long; the process said " + lines() + lines(err));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** Waits for a line of output that contains this. */
  public String awaitLine(String part) {
    boolean said = await(() -> find(part).isPresent());
    if (!said) {
      throw new AssertionError("no line with '" + part + "' in " + lines() + lines(err));
    }
    return find(part).orElseThrow();
  }

  private Optional<String> find(String part) {
    return lines().stream().filter(line -> line.contains(part)).findFirst();
  }

  /** Waits this long, or until it ends. */
  void awaitEnd(Duration atMost) {
    try {
      process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * {@code kill -9}, unless it has ended by itself.
   *
   * @return whether it was killed
   */
  boolean kill() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    return process.exitValue() == 128 + 9;
  }

  /** Sends it a signal, as in {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Asks it to end, and waits until it has. */
  public Ended stop() {
    process.destroy();
    return finish();
  }

  /** Waits for its end. */
  Ended finish() {
    awaitEnd(PATIENCE);
    if (process.isAlive()) {
      throw new AssertionError("the command did not end; it said " + lines() + lines(err));
    }
    return new Ended(process.exitValue(), lines(), lines(err));
  }

  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
