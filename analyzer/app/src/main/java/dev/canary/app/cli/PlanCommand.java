package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.PlanText;
import dev.canary.format.FormatException;
import dev.canary.format.PlanJson;
import dev.canary.plan.WorkspacePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a workspace will notice, how soon and at which price. */
@Command(
    name = "plan",
    description =
        "Before anything runs: how soon each watch notices what, how many false alerts, how small a movement, which load. No model is opened.",
    footer = {
      "",
      "Examples:",
      "  canary plan                              every watch of the workspace",
      "  canary plan credit-risk                  one watch, with its own part of the budget",
      "  canary plan --output json                the same for programs (dev.canary/plan/v1)",
      "",
      "Load on a target is summed over the watches that are planned."
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "SUITE", description = "The watches to plan (default: all).")
  private List<String> watches = new ArrayList<>();

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      WorkspacePlan plan = wiring.planJob().plan(wiring.watches(watches));
      if (common.json()) {
        Common.answer(PlanJson.plan(plan));
      } else {
        new PlanText(common.style()).lines(plan).forEach(Common::answer);
      }
      return ExitCodes.DONE;
    }
  }
}
