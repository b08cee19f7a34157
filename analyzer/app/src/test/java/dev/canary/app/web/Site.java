package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.Wiring;
import dev.canary.app.serve.HandClock;
import dev.canary.event.JudgedRun;
import dev.canary.format.HttpSettings;
import dev.canary.format.Secret;
import dev.canary.format.Workspace;
import dev.canary.watch.Tier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A workspace of recorded answers, its daemon, and the port it is served at. Its clock stands still
 * but for the runs, so that all that a page tells is of one time.
 */
final class Site implements AutoCloseable {
  static final double[] ANSWERS = RecordedWorkspace.spread(30);
  static final String TOKEN = "a token nobody guesses";

  static final Duration PERIOD = Duration.ofSeconds(10);

  final RecordedWorkspace files;
  final StoreDaemon daemon;
  final WebServer server;
  private final Wiring wiring;
  private final HandClock clock = new HandClock(StoreDaemon.START);

  /** Whether what changes something is served. */
  enum Changing {
    ALLOWED,
    REFUSED
  }

  private Site(RecordedWorkspace files, HttpSettings settings) throws Exception {
    this.files = files;
    wiring = Wiring.of(Workspace.at(files.root()), clock, System::nanoTime);
    daemon = new StoreDaemon(wiring);
    server =
        WebServer.start(
            settings,
            new Parts(
                daemon,
                wiring.store(),
                wiring.explainer(),
                wiring.knownMode(),
                wiring.clock(),
                Optional.of(
                    accept ->
                        new Scrape.Text(
                            "text/plain",
                            ("accepts " + accept).getBytes(StandardCharsets.UTF_8)))));
  }

  /** A site with the suite {@code loans}, which is trusted. */
  static Site of(Path folder, Changing changing, String... settings) throws Exception {
    return serving(loans(folder, settings), http(changing));
  }

  static RecordedWorkspace loans(Path folder, String... settings) {
    return trusted(
        new RecordedWorkspace(folder, "kafka: none\n" + String.join("\n", settings) + "\n"),
        "loans");
  }

  /** Adds a suite that runs every ten seconds, with an approved baseline. */
  static RecordedWorkspace trusted(RecordedWorkspace files, String suite, String... more) {
    files
        .suite(suite, ANSWERS.length, "schedule: {every: 10s}", String.join("\n", more))
        .answers(suite, ANSWERS);
    approve(files.root(), suite);
    return files;
  }

  static void approve(Path folder, String suite) {
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture", suite, "--repeats", "26").exitCode()).isZero();
    assertThat(canary.run("approve", suite).exitCode()).isZero();
  }

  static HttpSettings http(Changing changing) {
    return switch (changing) {
      case ALLOWED ->
          new HttpSettings(
              "127.0.0.1", 0, Optional.of(Secret.shown(TOKEN)), Optional.empty(), List.of());
      case REFUSED -> new HttpSettings("127.0.0.1", 0);
    };
  }

  static Site serving(RecordedWorkspace files, HttpSettings settings) throws Exception {
    return new Site(files, settings);
  }

  /** Runs a watch, ten seconds after the run before. */
  JudgedRun run(String watch) throws Exception {
    clock.advance(PERIOD);
    return daemon.run(watch, clock.instant(), Tier.GOLDEN);
  }

  /** Runs watches at one instant, ten seconds after the run before. */
  void round(List<String> watches) throws Exception {
    clock.advance(PERIOD);
    for (String watch : watches) {
      daemon.run(watch, clock.instant(), Tier.GOLDEN);
    }
  }

  /** From now on the model of {@code loans} answers the other class. */
  void swap() {
    files.answers("loans", DoubleStream.of(ANSWERS).map(p -> 1 - p).toArray());
  }

  /** From now on its answers are no probabilities. */
  void spoil() {
    files.answers("loans", DoubleStream.of(ANSWERS).map(p -> p + 1).toArray());
  }

  @Override
  public void close() {
    server.close();
    wiring.close();
  }
}
