package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.KnownMode;
import dev.canary.app.job.Wiring;
import dev.canary.baseline.Approval;
import dev.canary.baseline.Baseline;
import dev.canary.baseline.CaptureException;
import dev.canary.baseline.Status;
import dev.canary.format.Baselines;
import dev.canary.format.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accepts a captured baseline, or one more way of answering, as the trusted behaviour. */
@Command(
    name = "approve",
    description = "Trust a captured baseline: from now on it judges.",
    footer = {
      "",
      "Examples:",
      "  canary approve credit-risk --reason \"accuracy 0.91 on the hold-out, reviewed\"",
      "  canary approve --as-mode credit-risk@2026-01-31T12:00:00Z --reason \"the other GPU\"",
      "",
      "A run that is accepted as a mode becomes one more capture of its baseline. That never makes",
      "false alerts more frequent, and it costs power: small movements of the same cases are no",
      "longer seen."
    })
final class ApproveCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "SUITE", arity = "0..*", description = "The suites to approve.")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The model version (default: the one that is captured and not yet approved).")
  private @Nullable String version;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why it may be trusted.")
  private String reason = "no reason given";

  @Option(names = "--author", paramLabel = "NAME", description = "Who says so (default: you).")
  private String author = System.getProperty("user.name");

  @Option(
      names = "--as-mode",
      paramLabel = "RUN",
      description = "Accept how this run answered as one more known way of the trusted model.")
  private List<String> modes = new ArrayList<>();

  @Override
  public Integer call() throws FormatException, CannotRunException, CaptureException, IOException {
    if (suites.isEmpty() && modes.isEmpty()) {
      throw new CannotRunException("name a SUITE to approve, or a run with --as-mode RUN");
    }
    try (Wiring wiring = common.open()) {
      Approval approval = new Approval(author, reason, wiring.clock().instant());
      for (String run : modes) {
        tell(wiring.knownMode().accept(run, approval));
      }
      for (String suite : suites) {
        Baselines baselines = wiring.baselines();
        String chosen = choose(baselines, suite);
        Baseline approved = baselines.approve(suite, chosen, approval);
        String line =
            "%s %s approved by %s: %s".formatted(suite, approved.version(), author, reason);
        if (common.json()) {
          Common.answer(Baselines.json(approved));
        } else {
          common.say(line);
        }
      }
      return ExitCodes.DONE;
    }
  }

  private void tell(KnownMode.Accepted accepted) {
    if (common.json()) {
      Common.answer(Baselines.json(accepted.after()));
      return;
    }
    common.say(
        "%s is a known mode of %s %s from now on, says %s: %s"
            .formatted(
                accepted.run().id(),
                accepted.after().suite(),
                accepted.after().version(),
                author,
                reason));
    common.say(
        String.format(
            Locale.ROOT,
            "  the largest trusted score is %.3g noise floors, it was %.3g; evidence starts afresh",
            KnownMode.Accepted.largest(accepted.after()),
            KnownMode.Accepted.largest(accepted.before())));
  }

  private String choose(Baselines baselines, String suite)
      throws FormatException, CannotRunException {
    if (version != null) {
      return version;
    }
    List<Baseline> waiting = new ArrayList<>();
    for (Baseline baseline : baselines.all(suite)) {
      if (baseline.status() == Status.CAPTURED) {
        waiting.add(baseline);
      }
    }
    Optional<String> only =
        waiting.size() == 1 ? Optional.of(waiting.get(0).version()) : Optional.empty();
    return only.orElseThrow(
        () ->
            new CannotRunException(
                waiting.isEmpty()
                    ? "no captured baseline of %s waits for approval; run: canary capture %s"
                        .formatted(suite, suite)
                    : "several baselines of %s wait; name one with --version %s"
                        .formatted(
                            suite,
                            String.join("|", waiting.stream().map(Baseline::version).toList()))));
  }
}
