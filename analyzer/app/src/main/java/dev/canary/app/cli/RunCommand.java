package dev.canary.app.cli;

import dev.canary.app.action.Actions;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.RunJob;
import dev.canary.app.job.RunJob.Recorded;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.AlertText;
import dev.canary.app.view.Progress;
import dev.canary.app.view.VerdictTable;
import dev.canary.check.Checks;
import dev.canary.format.FormatException;
import dev.canary.format.RunJson;
import dev.canary.replay.Order;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays suites, judges them, publishes what was found. */
@Command(
    name = "run",
    description =
        "Replay suites, compare each answer with the approved baseline, publish what was found.",
    footer = {
      "",
      "Examples:",
      "  canary run                                 every suite of the workspace",
      "  canary run credit-risk --output json       one suite, one JSON object a line",
      "  canary run --fail-on broken                exit 0 for drift, 2 for facts",
      "  canary run digits --no-identity            what the outputs alone tell",
      "  canary run digits/10.0.0.7:8000            one of several replicas",
      "  canary run --tier smoke                    only the cases tagged smoke, only facts",
      "",
      "Exit codes: 0 healthy, 1 drifted, 2 broken, 3 inconclusive or could not run."
    })
final class RunCommand implements Callable<Integer> {
  /** What makes the exit code differ from 0. */
  enum FailOn {
    DRIFTED,
    BROKEN
  }

  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "SUITE",
      description = "The suites to run, or one replica as SUITE/HOST:PORT (default: all).")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--fail-on",
      paramLabel = "drifted|broken",
      defaultValue = "drifted",
      description = "From which verdict on the exit code is not 0 (inconclusive stays 3).")
  private FailOn failOn = FailOn.DRIFTED;

  @Option(
      names = "--tier",
      paramLabel = "smoke|golden",
      defaultValue = "golden",
      description =
          "smoke: only the cases tagged smoke (or the first), facts only, nothing counted as evidence (default: golden).")
  private Tier tier = Tier.GOLDEN;

  @Option(
      names = "--no-identity",
      description = "Do not compare digests: see what the outputs alone tell.")
  private boolean noIdentity;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Send the cases in a random order drawn by this seed.")
  private @Nullable Long shuffle;

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      List<Watched> watches = wiring.watches(suites);
      List<Integer> codes = new ArrayList<>();
      List<VerdictTable.Row> rows = new ArrayList<>();
      int steps = watches.stream().mapToInt(w -> tier.of(w.suite()).cases().size()).sum();
      try (Progress progress = Progress.of("run", steps, common.style())) {
        RunJob job = wiring.runJob(tier, checks(), order(), progress);
        for (Watched watch : watches) {
          codes.add(run(wiring, job, watch, rows));
        }
      }
      tell(rows);
      Deliveries.deliver(wiring, common);
      Actions.once(wiring, untilNext(watches), line -> System.err.println("canary: " + line));
      return ExitCodes.worst(codes);
    }
  }

  /** Whoever starts this as often as the schedules say starts it again by then. */
  private static Duration untilNext(List<Watched> watches) {
    return watches.stream()
        .map(watch -> watch.settings().schedule().interval().multipliedBy(3))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** One suite that cannot run must not hide the verdicts of the others. */
  private int run(Wiring wiring, RunJob job, Watched watch, List<VerdictTable.Row> rows) {
    try {
      Recorded recorded = job.run(watch, wiring.now());
      rows.add(
          new VerdictTable.Row(
              recorded.judged(), AlertText.lines(recorded.alerts(), watch.settings().policy())));
      wiring.store().prune(watch.name());
      return exitCode(recorded.judged().verdict().level());
    } catch (CannotRunException e) {
      System.err.println("canary: " + watch.name() + ": " + e.getMessage());
    } catch (FormatException e) {
      e.problems().forEach(problem -> System.err.println("canary: " + problem));
    }
    return ExitCodes.CANNOT;
  }

  private int exitCode(Level level) {
    boolean tolerated = failOn == FailOn.BROKEN && level == Level.DRIFTED;
    return tolerated ? ExitCodes.DONE : ExitCodes.of(level);
  }

  private Checks checks() {
    Checks all = noIdentity ? Checks.withoutIdentity() : Checks.standard();
    return switch (tier) {
      case GOLDEN -> all;
      case SMOKE -> all.smoke();
    };
  }

  private IntFunction<Order> order() {
    return Common.given(shuffle)
        .<IntFunction<Order>>map(seed -> cases -> Order.shuffled(cases, seed))
        .orElse(Order::asWritten);
  }

  private void tell(List<VerdictTable.Row> rows) {
    if (common.json()) {
      rows.forEach(row -> Common.answer(RunJson.run(row.run())));
    } else if (!rows.isEmpty()) {
      new VerdictTable(common.style()).lines(rows).forEach(Common::answer);
    }
  }
}
