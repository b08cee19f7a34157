package dev.canary.watch;

import dev.canary.suite.TargetSpec;
import java.util.List;
import java.util.Optional;

/**
 * What {@code canary.yaml} says of one watch; what it leaves out stays as the suite has it.
 *
 * @param suite the suite that is watched; by default the one with the watch's name
 * @param target another model in place of the suite's
 * @param timing another schedule
 * @param policy another policy
 * @param region where the watched deployment is
 * @param weight the share of the budget
 * @param dryRun whether alerts are held back
 * @param actions the names of those that follow its alerts; by default all of the workspace
 * @param fallback another model to which requests could go while this one is at fault
 */
public record WatchOverride(
    Optional<String> suite,
    Optional<TargetSpec> target,
    Optional<Timing> timing,
    Optional<Policy> policy,
    Optional<String> region,
    Optional<Double> weight,
    Optional<Boolean> dryRun,
    Optional<List<String>> actions,
    Optional<TargetSpec> fallback) {
  public WatchOverride {
    actions = actions.map(List::copyOf);
  }

  /** The settings of the suite with what this entry says in their place. */
  public WatchSettings over(WatchSettings settings) {
    return new WatchSettings(
        timing.orElse(settings.timing()),
        policy.orElse(settings.policy()),
        region.or(settings::region),
        weight.orElse(settings.weight()),
        dryRun.orElse(settings.dryRun()));
  }
}
