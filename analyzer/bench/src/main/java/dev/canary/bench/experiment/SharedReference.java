package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import dev.canary.bench.experiment.FalseAlerts.Condition;
import dev.canary.bench.experiment.FalseAlerts.Kind;
import java.util.List;

/**
 * Experiment 14: what it costs to rank all runs in the same captures as if each rank were fresh.
 *
 * <p>Ranks do not depend on the law of the noise.
 */
final class SharedReference implements Experiment {
  private static final double BUDGET = 1;
  private static final double TIMES = 5;
  private static final int JUDGED = 100;

  @Override
  public String title() {
    return "one reference for all runs";
  }

  @Override
  public int defaultRepeats() {
    return 100;
  }

  @Override
  public Outcome measure(Settings settings) {
    FalseAlerts alerts = new FalseAlerts(settings);
    List<Rule> rules = List.of(Rule.NAIVE_CONFORMAL, Rule.EXCEEDANCE_LANES, Rule.ALL_LANES);
    for (int captures : new int[] {20, 50, 100, 300, 1_000}) {
      Condition condition = new Condition(Noise.GAUSSIAN, Kind.SCALAR, captures, Plan.DAY);
      long[][] counts = alerts.count(condition, settings.repeats(), rules);
      if (captures == JUDGED) {
        alerts.claim(condition, rules.get(0), counts[0], Side.ABOVE, TIMES * BUDGET);
      }
      alerts.claim(condition, rules.get(1), counts[1], Side.AT_MOST, BUDGET);
      alerts.claim(condition, rules.get(2), counts[2], Side.AT_MOST, BUDGET);
    }
    return alerts.outcome();
  }
}
