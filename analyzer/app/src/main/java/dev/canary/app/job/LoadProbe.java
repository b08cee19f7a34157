package dev.canary.app.job;

import dev.canary.format.FormatException;
import dev.canary.format.RunBlob;
import dev.canary.format.Suites;
import dev.canary.replay.Order;
import dev.canary.replay.Replay;
import dev.canary.replay.Run;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tries a model in a process of its own: loads it and sends it every case once.
 *
 * <p>Native libraries abort on some damaged files (one flipped bit in an XGBoost model is enough);
 * in a child they take nothing else down, and the parent says what happened.
 */
public final class LoadProbe {
  private static final int NOT_LOADABLE = 4;

  /** Without a sign of life. */
  private static final long LIMIT_SECONDS = 120;

  private static final Duration LIMIT = Duration.ofHours(1);
  private static final String MARK = "canary-load-error: ";
  private static final String ANSWERS = "canary.probe.answers";

  private LoadProbe() {}

  /**
   * Names an artefact, its engine and this program's Java: what loaded well once loads well again.
   */
  static String key(TargetSpec spec) throws LoadException {
    try {
      Digest digest = new Digest().add(Files.readAllBytes(spec.file()));
      String runtime = System.getProperty("java.version") + spec.engine().orElse("");
      return spec.type() + " " + digest.add(runtime).finish();
    } catch (NoSuchFileException e) {
      throw new LoadException(spec.file() + ": there is no such file", e);
    } catch (IOException e) {
      throw new LoadException(spec.file() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Loads the model and sends it the suite's cases in a child process.
   *
   * @return what it answered there
   * @throws LoadException if the child could not load it, or died
   */
  static Run tryInChild(TargetSpec spec, Path suite) throws LoadException {
    try {
      Path folder = Files.createTempDirectory("canary-probe");
      try {
        return tryInChild(spec, suite, folder.resolve("said.txt"), folder.resolve("answers.run"));
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException | FormatException e) {
      throw new LoadException("cannot try %s in a process: %s".formatted(spec.file(), e), e);
    }
  }

  private static Run tryInChild(TargetSpec spec, Path suite, Path said, Path answers)
      throws IOException, FormatException, LoadException {
    ProcessBuilder builder = new ProcessBuilder(command(spec, suite, answers));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process child = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    offerToDie(child);
    boolean ended = waitFor(child, said);
    String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
    check(spec, ended, ended ? child.exitValue() : -1, text);
    return RunBlob.read(Files.readAllBytes(answers));
  }

  /** Should a damaged file ask for all memory there is, Linux ends the child and nobody else. */
  private static void offerToDie(Process child) {
    try {
      Files.writeString(Path.of("/proc", Long.toString(child.pid()), "oom_score_adj"), "1000");
    } catch (IOException e) {
      // Another system, or the child has ended already.
    }
  }

  /** Waits for as long as the child does something: it says so after each case. */
  private static boolean waitFor(Process child, Path said) throws IOException {
    long before = -1;
    try {
      while (Files.size(said) > before) {
        before = Files.size(said);
        if (child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      child.destroyForcibly();
    }
  }

  private static void check(TargetSpec spec, boolean ended, int exit, String said)
      throws LoadException {
    if (!ended) {
      throw new LoadException(
          spec.file() + ": loading or one answer did not end within " + LIMIT_SECONDS + " s");
    }
    Optional<String> reason =
        said.lines()
            .filter(line -> line.startsWith(MARK))
            .map(line -> line.substring(MARK.length()))
            .findFirst();
    if (exit == NOT_LOADABLE && reason.isPresent()) {
      throw new LoadException(reason.get());
    }
    if (exit != 0) {
      throw new LoadException(
          "%s: the native library crashed while loading or running it (exit code %d): the file is damaged; restore it from where it was trained"
              .formatted(spec.file(), exit));
    }
  }

  private static List<String> command(TargetSpec spec, Path suite, Path answers) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=/dev/null");
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("ai.djl.") || name.startsWith("onnxruntime.")) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.add("-D" + ANSWERS + "=" + answers);
    command.add(LoadProbe.class.getName());
    command.add(suite.toString());
    command.add(spec.type());
    command.add(spec.file().toString());
    command.add(spec.engine().orElse(""));
    command.add(String.join(",", spec.inputs()));
    command.add(spec.reset().label());
    spec.options().forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }

  /** The child's side. */
  public static void main(String[] args) {
    TargetSpec spec = spec(args);
    try (Target target = Targets.provider(spec.type()).open(spec)) {
      Suite suite = Suites.load(Path.of(args[0])).suite();
      Run run =
          new Replay(Clock.systemUTC(), System::nanoTime, LIMIT, done -> System.out.println(done))
              .run(suite, target, Order.asWritten(suite.cases().size()));
      Files.write(Path.of(System.getProperty(ANSWERS)), RunBlob.of(run));
    } catch (LoadException | FormatException | IOException e) {
      System.out.println(MARK + e.getMessage());
      System.exit(NOT_LOADABLE);
    }
    // Engines may have left threads behind; nothing of this process is needed any more.
    System.exit(0);
  }

  private static TargetSpec spec(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 6; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      options.put(pair[0], pair[1]);
    }
    return new TargetSpec(
        args[1],
        new Place.File(Path.of(args[2])),
        Optional.empty(),
        args[3].isEmpty() ? Optional.empty() : Optional.of(args[3]),
        args[4].isEmpty() ? List.of() : List.of(args[4].split(",")),
        reset(args[5]),
        options);
  }

  private static Reset reset(String label) {
    if (label.startsWith("method:")) {
      return new Reset.Method(label.substring("method:".length()));
    }
    return label.equals("reload") ? Reset.reload() : Reset.none();
  }
}
