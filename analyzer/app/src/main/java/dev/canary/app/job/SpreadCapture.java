package dev.canary.app.job;

import dev.canary.baseline.Capture;
import dev.canary.baseline.CaptureException;
import dev.canary.format.AtomicFiles;
import dev.canary.format.FormatException;
import dev.canary.format.RunBlob;
import dev.canary.target.LoadException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/**
 * Takes captures at random times over hours, and goes on where it was after a restart.
 *
 * <p>The plan and every capture lie in a folder of their own until the baseline is written. A
 * capture that was missed while the process was down is taken as soon as it is up again.
 *
 * @param job takes one capture
 * @param folder holds plan and captures
 * @param over how long the captures are spread
 * @param seed draws the times of a new plan; a plan in progress keeps its own
 * @param clock tells when a capture is due
 * @param pause waits
 * @param say is told when the next capture is due
 */
public record SpreadCapture(
    CaptureJob job,
    Path folder,
    Duration over,
    long seed,
    Clock clock,
    Pause pause,
    Consumer<String> say) {
  private static final String PLAN = "plan.properties";

  /** Waits; a test's pause moves its clock instead. */
  @FunctionalInterface
  public interface Pause {
    void until(Instant instant) throws InterruptedException;
  }

  /**
   * Takes what is missing of so many captures, each on a load of its own.
   *
   * @throws CannotRunException if it was interrupted; what was captured is kept for the next time
   */
  public List<Capture> capture(Watched watch, int repeats)
      throws LoadException, CaptureException, FormatException, IOException, CannotRunException {
    if (repeats < watch.replicaCount()) {
      throw new CannotRunException(
          "%d captures cannot take turns over %d replicas; take at least as many"
              .formatted(repeats, watch.replicaCount()));
    }
    Path own = folder.resolve(watch.name());
    Plan plan = plan(own, watch, repeats);
    List<Capture> captures = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      Path file = own.resolve("capture-" + i + ".run");
      if (!Files.exists(file)) {
        waitFor(plan.instants(repeats).get(i), i, repeats);
        AtomicFiles.write(file, RunBlob.of(job.captureOnFreshLoad(watch, i).run()));
      }
      captures.add(new Capture(i, RunBlob.read(Files.readAllBytes(file))));
      checkSameModel(captures, own);
    }
    return captures;
  }

  /**
   * Forgets plan and captures, whose baseline is written. The plan goes first: without it, what a
   * kill leaves of the captures belongs to nothing.
   */
  public static void forget(Path folder, String suite) throws IOException {
    Path own = folder.resolve(suite);
    Files.deleteIfExists(own.resolve(PLAN));
    if (Files.isDirectory(own)) {
      clear(own);
      Files.delete(own);
    }
  }

  /** The seed of the plan that is in progress, if one is. */
  public static Optional<Long> seed(Path folder, String suite) throws IOException {
    Path file = folder.resolve(suite).resolve(PLAN);
    return Files.exists(file)
        ? Optional.of(Long.valueOf(read(file).getProperty("seed")))
        : Optional.empty();
  }

  private static void clear(Path own) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static void checkSameModel(List<Capture> captures, Path own) throws CannotRunException {
    try {
      CaptureJob.check(captures);
    } catch (LoadException e) {
      throw new CannotRunException(e.getMessage() + " after deleting " + own, e);
    }
  }

  /** Begins, spread and seed of a plan, which give its instants. */
  private record Plan(Instant begin, Duration over, long seed) {
    List<Instant> instants(int repeats) {
      return DoubleStream.generate(new Random(seed)::nextDouble)
          .limit(repeats)
          .sorted()
          .mapToObj(share -> begin.plusNanos((long) (share * over.toNanos())))
          .toList();
    }
  }

  private Plan plan(Path own, Watched watch, int repeats) throws IOException, CannotRunException {
    Path file = own.resolve(PLAN);
    String wanted = watch.suite().digest() + " " + repeats + " " + over;
    if (!Files.exists(file)) {
      Files.createDirectories(own);
      clear(own);
      Properties properties = new Properties();
      properties.setProperty("begin", clock.instant().toString());
      properties.setProperty("seed", Long.toString(seed));
      properties.setProperty("of", wanted);
      StringWriter text = new StringWriter();
      properties.store(text, "The plan of a capture in progress; delete this folder to begin anew");
      AtomicFiles.write(file, text.toString());
    }
    Properties properties = read(file);
    if (!wanted.equals(properties.getProperty("of"))) {
      throw new CannotRunException(
          "another capture of %s is in progress (other cases, number or time); finish it with its own options or delete %s"
              .formatted(watch.name(), own));
    }
    return new Plan(
        Instant.parse(properties.getProperty("begin")),
        over,
        Long.parseLong(properties.getProperty("seed")));
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return properties;
  }

  private void waitFor(Instant due, int number, int repeats) throws CannotRunException {
    if (!due.isAfter(clock.instant())) {
      return;
    }
    say.accept("capture %d of %d is due at %s".formatted(number + 1, repeats, due));
    try {
      pause.until(due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRunException(
          "interrupted; the same command goes on with capture " + (number + 1), e);
    }
  }
}
