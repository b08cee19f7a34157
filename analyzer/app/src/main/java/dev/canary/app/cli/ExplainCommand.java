package dev.canary.app.cli;

import dev.canary.alert.Absences;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Explainer;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.Explanation;
import dev.canary.app.view.LifeText;
import dev.canary.format.FormatException;
import dev.canary.format.RunJson;
import dev.canary.format.ToldAlert;
import dev.canary.store.StoredTransition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what a run found, or what became of an alert, and why. */
@Command(
    name = "explain",
    description =
        "Explain a run: which cases, how far, what kind of fault. Judged again from what was stored.",
    footer = {
      "",
      "Examples:",
      "  canary explain                       the last run",
      "  canary explain credit-risk           the last run of a suite",
      "  canary explain credit-risk@2026-01-31T12:00:00Z",
      "  canary explain 'credit-risk!2026-01-31T12:00:00Z'   an alert, from its beginning"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "RUN|ALERT",
      arity = "0..1",
      defaultValue = "",
      description =
          "A run's id, the beginning of one, a suite, or an alert's id (default: the last run).")
  private String run = "";

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      if (AlertName.isWatch(run)) {
        explain(wiring, run);
      } else {
        explainAlert(wiring);
      }
      return ExitCodes.DONE;
    }
  }

  /** The alert's life, and the run that brought it about or made it worse. */
  private void explainAlert(Wiring wiring) throws FormatException, CannotRunException {
    List<StoredTransition> life = wiring.store().lifeOf(AlertName.watch(run), run);
    if (life.isEmpty() && run.contains(Absences.MARK)) {
      // Told by whoever heard of no run: the store knows the last one.
      explain(wiring, run.replace(Absences.MARK, "@"));
      return;
    }
    if (life.isEmpty()) {
      throw new CannotRunException(
          "no alert " + run + " is known; see: canary alerts --history 20");
    }
    if (common.json()) {
      life.forEach(each -> Common.answer(each.summary()));
      return;
    }
    LifeText.lines(life).forEach(Common::answer);
    Optional<String> worst =
        life.stream()
            .filter(each -> each.kind().isWorse())
            .flatMap(each -> ToldAlert.read(each.summary()).run().stream())
            .reduce((first, second) -> second);
    if (worst.isPresent()) {
      Common.answer("");
      explain(wiring, worst.get());
    }
  }

  private void explain(Wiring wiring, String name) throws FormatException, CannotRunException {
    Explainer.Explained explained = wiring.explainer().explain(name);
    if (common.json()) {
      Common.answer(explained.judged().map(RunJson::run).orElse(explained.summary()));
      return;
    }
    explained
        .judged()
        .ifPresentOrElse(
            judged -> new Explanation(common.style()).lines(judged).forEach(Common::answer),
            () -> Common.answer(explained.summary()));
    common.say("");
    common.say(explained.note());
  }
}
