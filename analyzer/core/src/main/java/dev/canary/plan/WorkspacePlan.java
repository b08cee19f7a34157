package dev.canary.plan;

import dev.canary.evidence.Budget;
import dev.canary.evidence.Delay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of a workspace.
 *
 * @param budget of false alerts, over all its watches
 * @param watches that were planned
 * @param targets that they ask, with the load of all of them together
 */
public record WorkspacePlan(Budget budget, List<WatchPlan> watches, List<TargetLoad> targets) {
  /** How many runs are looked ahead for an alert by evidence. */
  public static final int MOST_RUNS = Delay.MOST_RUNS;

  public WorkspacePlan {
    watches = List.copyOf(watches);
    targets = List.copyOf(targets);
  }

  /** Plans these watches. Nothing is asked of their models, and chance is drawn by seed. */
  public static WorkspacePlan of(Budget budget, List<PlannedWatch> watches) {
    List<WatchPlan> plans = watches.stream().map(Planner::plan).toList();
    Map<String, List<WatchPlan>> byTarget = new LinkedHashMap<>();
    for (int i = 0; i < plans.size(); i++) {
      byTarget.computeIfAbsent(watches.get(i).target(), key -> new ArrayList<>()).add(plans.get(i));
    }
    List<TargetLoad> targets = new ArrayList<>();
    byTarget.forEach((target, sharing) -> targets.add(load(target, sharing)));
    return new WorkspacePlan(budget, plans, targets);
  }

  private static TargetLoad load(String target, List<WatchPlan> sharing) {
    return new TargetLoad(
        target,
        sharing.stream().map(WatchPlan::watch).toList(),
        sharing.stream().mapToDouble(plan -> plan.load().requestsPerSecond()).sum(),
        sharing.stream().mapToDouble(plan -> plan.load().rowsPerSecond()).sum());
  }
}
