package dev.canary.app.cli;

import dev.canary.app.action.ActionCounts;
import dev.canary.app.action.Actions;
import dev.canary.app.job.Analyzer;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.app.metrics.Exposition;
import dev.canary.app.metrics.Metrics;
import dev.canary.app.serve.Rehearsal;
import dev.canary.app.serve.Serve;
import dev.canary.app.web.Parts;
import dev.canary.app.web.Scrape;
import dev.canary.app.web.WebServer;
import dev.canary.format.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs every watch on its schedule. */
@Command(
    name = "serve",
    description = "Run every watch on its schedule, until interrupted.",
    footer = {
      "",
      "Examples:",
      "  canary serve                   one line a run; files are read again when they change",
      "  canary serve --quiet           only what is wrong",
      "  canary serve --output json     one JSON object a run and line",
      "",
      "  canary serve --workers 64      many watches of slow servers at once",
      "",
      "Ctrl-C or SIGTERM ends it with code 0: runs in flight are waited for up to 20 s, and told.",
      "A second one ends it at once. Code 3 if it could not start: the files, the store or the port."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many watches run at once (default: 16).")
  private int workers = Serve.Options.DEFAULT.workers();

  @Override
  public Integer call() throws FormatException, CannotRunException, InterruptedException {
    if (workers < 1) {
      throw new CannotRunException("--workers must be 1 or more, found " + workers);
    }
    try (StopSignals signals = StopSignals.heard();
        Wiring wiring = common.open()) {
      Serve.Options options =
          Serve.Options.DEFAULT.withWorkers(workers).after(Rehearsal.until(signals::isAsked));
      ServeLines lines =
          new ServeLines(common.style(), verbosity(), Common::answer, common::remark);
      ActionCounts counts = new ActionCounts();
      List<Serve.Part> parts = List.of(lines::on, page(wiring, counts), actions(wiring, counts));
      try (Serve serve = Serve.start(wiring, options, parts)) {
        common.say(lines.started(serve.daemon().status()));
        signals.await();
        common.say("stopping");
      }
    }
    return ExitCodes.DONE;
  }

  /** What follows alerts is told on standard error, beside what is wrong. */
  private static Serve.Part actions(Wiring wiring, ActionCounts counts) {
    return daemon ->
        Actions.start(wiring, daemon, counts, line -> System.err.println("canary: " + line));
  }

  private Serve.Part page(Wiring wiring, ActionCounts counts) {
    return daemon -> {
      Metrics metrics =
          new Metrics(daemon::status, counts::all, wiring.clock(), Analyzer.version());
      daemon.listen(metrics);
      WebServer server =
          WebServer.start(
              wiring.settings().http(),
              new Parts(
                  daemon,
                  wiring.store(),
                  wiring.explainer(),
                  wiring.knownMode(),
                  wiring.clock(),
                  Optional.of(accept -> text(metrics.exposition(accept)))));
      common.say("page at " + server.address());
      return server;
    };
  }

  private static Scrape.Text text(Exposition exposition) {
    return new Scrape.Text(exposition.contentType(), exposition.body());
  }

  private ServeLines.Verbosity verbosity() {
    if (common.json()) {
      return ServeLines.Verbosity.JSON;
    }
    return common.quiet() ? ServeLines.Verbosity.TROUBLE : ServeLines.Verbosity.RUNS;
  }
}
