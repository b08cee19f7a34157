package dev.canary.app.cli;

import dev.canary.app.job.BaselineMaker;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.SpreadCapture;
import dev.canary.app.job.Watched;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.CaptureReport;
import dev.canary.app.view.CaptureWarnings;
import dev.canary.app.view.Progress;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.CaptureException;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import dev.canary.quality.Advice;
import dev.canary.quality.SuiteQuality;
import dev.canary.suite.Suite;
import dev.canary.target.LoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Captures a baseline. */
@Command(
    name = "capture",
    description =
        "Store how the model answers now, and how much that moves by itself, as a baseline.",
    footer = {
      "",
      "Examples:",
      "  canary capture credit-risk               26 captures over two loads of the model",
      "  canary capture credit-risk --over 24h    spread at random times; goes on after a restart",
      "  canary capture credit-risk --append      more captures for a baseline not yet approved",
      "",
      "Then: canary approve credit-risk --reason \"...\""
    })
final class CaptureCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "SUITE", description = "The suites to capture (default: all).")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How many captures (default: the suite's own number, 26).")
  private @Nullable Integer repeats;

  @Option(
      names = "--over",
      paramLabel = "24h",
      converter = DurationConverter.class,
      description = "Spread the captures at random times over this long.")
  private @Nullable Duration over;

  @Option(
      names = "--append",
      description = "Add captures to a baseline of the same model that is not yet approved.")
  private boolean append;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draws the order of the cases (default: from the clock; recorded).")
  private @Nullable Long seed;

  @Override
  public Integer call()
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    if (repeats != null && repeats < 1) {
      throw new CannotRunException("--repeats is " + repeats + "; it must be at least 1");
    }
    if (append && over != null) {
      throw new CannotRunException(
          "--append and --over exclude each other: captures are spread over time only when a baseline is made");
    }
    try (Wiring wiring = common.open()) {
      for (Watched watch : wiring.suites(suites)) {
        List<String> warnings = new ArrayList<>();
        Baseline baseline = capture(wiring, watch, warnings::add);
        Optional<Baseline> replaced = replaced(wiring, baseline);
        Path place = wiring.baselines().write(baseline);
        wiring.capturesDone(watch.name());
        tell(watch.suite(), baseline, place);
        warnings.addAll(new CaptureWarnings(watch.suite(), baseline, replaced).lines());
        warnings.forEach(
            line -> System.err.println("canary: " + watch.name() + ": warning: " + line));
      }
      return ExitCodes.DONE;
    }
  }

  private void tell(Suite suite, Baseline baseline, Path place) {
    List<Advice> advice = SuiteQuality.advice(suite, baseline);
    if (common.json()) {
      Common.answer(Baselines.json(baseline, advice));
    } else {
      new CaptureReport(suite, baseline, advice, place).lines().forEach(common::say);
    }
  }

  /** A damaged baseline may be replaced, too: a new capture is its cure. */
  private static Optional<Baseline> replaced(Wiring wiring, Baseline by) {
    try {
      return wiring.baselines().read(by.suite(), by.version());
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  private Baseline capture(Wiring wiring, Watched watch, Consumer<String> warn)
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    int captures = Common.given(repeats).orElse(watch.suite().repeats());
    Optional<Long> begun = over == null ? Optional.empty() : wiring.seedInProgress(watch.name());
    long drawn = begun.or(() -> Common.given(seed)).orElseGet(wiring::drawSeed);
    int steps = captures * watch.suite().cases().size();
    try (Progress progress = Progress.of("capture " + watch.name(), steps, common.style())) {
      BaselineMaker maker = wiring.baselineMaker(Version.text(), drawn, progress, warn);
      if (append) {
        return maker.append(watch, captures);
      }
      if (over != null) {
        SpreadCapture spread = wiring.spreadCapture(over, drawn, progress, common::say);
        return maker.of(watch, spread.capture(watch, captures));
      }
      return maker.of(watch, captures);
    }
  }
}
