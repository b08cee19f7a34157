package dev.canary.app.action;

import dev.canary.app.view.Spans;
import dev.canary.store.StoredTransition;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program, the event on its standard input. No shell reads its words, and of this process's
 * environment it sees only where programs are, whose home this is and the language: no secrets but
 * those that the action names.
 *
 * <p>What it prints goes nowhere: it might hold secrets, and whoever wants it kept writes a file.
 */
final class CommandDeed implements Deed {
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

  private final List<String> words;
  private final Map<String, String> environment;
  private final Path folder;
  private final Duration timeout;

  CommandDeed(List<String> words, Map<String, String> environment, Path folder, Duration timeout) {
    this.words = List.copyOf(words);
    this.environment = new LinkedHashMap<>(environment);
    this.folder = folder;
    this.timeout = timeout;
  }

  @Override
  public Optional<String> about(StoredTransition transition) {
    Process process;
    try {
      process = start(transition);
    } catch (IOException e) {
      return Optional.of("%s cannot be started in %s".formatted(words.get(0), folder));
    }
    try {
      Thread feeder = fed(process, transition.summary());
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      feeder.interrupt();
      if (!ended) {
        return Optional.of("%s did not end within %s".formatted(words.get(0), Spans.text(timeout)));
      }
      int code = process.exitValue();
      return code == 0
          ? Optional.empty()
          : Optional.of("%s ended with exit code %d".formatted(words.get(0), code));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(words.get(0) + " was ended with this process");
    } finally {
      end(process);
    }
  }

  private Process start(StoredTransition transition) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    builder.environment().put("CANARY_EVENT_ID", transition.id());
    return builder.start();
  }

  /** A program that reads nothing must not hold this up. */
  private static Thread fed(Process process, String event) {
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(event.getBytes(StandardCharsets.UTF_8));
                in.write('\n');
              } catch (IOException e) {
                // It has read what it wanted; how it ends says the rest.
                return;
              }
            },
            "canary-action-stdin");
    feeder.setDaemon(true);
    feeder.start();
    return feeder;
  }

  private static void end(Process process) {
    Set<ProcessHandle> started = new LinkedHashSet<>();
    process.descendants().forEach(started::add);
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** A restart that comes an hour late would hit what has long been mended. */
  @Override
  public Duration patience() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void close() {}
}
