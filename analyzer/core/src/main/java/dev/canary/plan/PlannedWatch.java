package dev.canary.plan;

import dev.canary.baseline.Baseline;
import dev.canary.evidence.BudgetShare;
import dev.canary.suite.Suite;
import dev.canary.watch.WatchSettings;
import java.util.Optional;

/**
 * A watch to be planned.
 *
 * @param name of the watch
 * @param suite with the watch's own target
 * @param target as people call it; watches of the same name share its load
 * @param settings its schedule and policy
 * @param share its part of the workspace's budget
 * @param baseline the one to plan with; empty when none fits the suite's cases
 */
public record PlannedWatch(
    String name,
    Suite suite,
    String target,
    WatchSettings settings,
    BudgetShare share,
    Optional<Baseline> baseline) {}
