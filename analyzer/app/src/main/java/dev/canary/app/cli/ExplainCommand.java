package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Explainer;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.Explanation;
import dev.canary.format.FormatException;
import dev.canary.format.RunJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what a run found and why. */
@Command(
    name = "explain",
    description =
        "Explain a run: which cases, how far, what kind of fault. Judged again from what was stored.",
    footer = {
      "",
      "Examples:",
      "  canary explain                       the last run",
      "  canary explain credit-risk           the last run of a suite",
      "  canary explain credit-risk@2026-01-31T12:00:00Z"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "",
      description = "A run's id, the beginning of one, or a suite (default: the last run).")
  private String run = "";

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      Explainer.Explained explained = wiring.explainer().explain(run);
      if (common.json()) {
        Common.answer(explained.judged().map(RunJson::run).orElse(explained.summary()));
        return ExitCodes.DONE;
      }
      explained
          .judged()
          .ifPresentOrElse(
              judged -> new Explanation(common.style()).lines(judged).forEach(Common::answer),
              () -> Common.answer(explained.summary()));
      common.say("");
      common.say(explained.note());
      return ExitCodes.DONE;
    }
  }
}
