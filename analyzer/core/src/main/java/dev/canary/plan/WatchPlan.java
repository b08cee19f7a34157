package dev.canary.plan;

import dev.canary.quality.Advice;
import dev.canary.watch.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one watch will notice, how soon, how seldom wrongly, and at which price.
 *
 * @param watch its name
 * @param suite its suite
 * @param secret true when the suite is private
 * @param interval between two runs of the whole suite, on average
 * @param policy when facts open an alert
 * @param captures what the plan is measured by
 * @param assumptions what is assumed where the workspace does not say
 * @param detections by kind
 * @param falseAlerts the bound on expected false alerts by evidence
 * @param oneRun the smallest movement that one run sees; empty without a baseline
 * @param evidence the smallest lasting movement that evidence sees; empty without a baseline, and
 *     where the slow lanes are off, so that evidence sees what one run does
 * @param load on its target
 * @param improvements what would make it better
 * @param advice about its captures and cases
 */
public record WatchPlan(
    String watch,
    String suite,
    boolean secret,
    Duration interval,
    Policy policy,
    Captured captures,
    List<String> assumptions,
    List<Detection> detections,
    FalseAlerts falseAlerts,
    Optional<Reach> oneRun,
    Optional<Reach> evidence,
    Load load,
    List<Improvement> improvements,
    List<Advice> advice) {
  public WatchPlan {
    assumptions = List.copyOf(assumptions);
    detections = List.copyOf(detections);
    improvements = List.copyOf(improvements);
    advice = List.copyOf(advice);
  }

  /**
   * What a plan is measured by.
   *
   * @param version of the baseline; empty when there is none, and the suite's declared number of
   *     captures is planned with
   * @param all captures
   * @param heldOut R
   * @param bitStable true when every case is, so that one run decides
   */
  public record Captured(Optional<String> version, int all, int heldOut, boolean bitStable) {}

  /**
   * The bound on false alerts by evidence. Facts and findings of single runs are outside it.
   *
   * @param expected at most so many a period
   * @param period of the budget
   * @param probability with which the bound holds, over baselines
   */
  public record FalseAlerts(double expected, Duration period, double probability) {
    /** The bound for 90 days. */
    public double per90Days() {
      return expected * (Duration.ofDays(90).toMillis() / (double) period.toMillis());
    }
  }
}
