package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import dev.canary.bench.experiment.FalseAlerts.Condition;
import dev.canary.bench.experiment.FalseAlerts.Kind;
import java.util.EnumSet;
import java.util.List;

/** Experiment 2: false alerts where noise remembers, by how the captures were spread. */
final class PersistentNoise implements Experiment {
  private static final int CAPTURES = 100;
  private static final double BUDGET = 1;

  @Override
  public String title() {
    return "false alerts, persistent noise";
  }

  @Override
  public int defaultRepeats() {
    return 50;
  }

  @Override
  public Outcome measure(Settings settings) {
    FalseAlerts alerts = new FalseAlerts(settings);
    for (Noise noise : EnumSet.range(Noise.AR_0_5, Noise.REPLICAS)) {
      for (Plan plan : Plan.values()) {
        count(alerts, new Condition(noise, Kind.SCALAR, CAPTURES, plan), settings.repeats());
        count(alerts, new Condition(noise, Kind.SUITE, CAPTURES, plan), settings.suites());
      }
    }
    for (Noise noise : EnumSet.range(Noise.AR_0_9, Noise.AR_0_99)) {
      Condition wobbling = new Condition(noise, Kind.WOBBLING_SUITE, CAPTURES, Plan.DAY);
      count(alerts, wobbling, settings.repeats());
    }
    return alerts.outcome();
  }

  private static void count(FalseAlerts alerts, Condition condition, int models) {
    List<Rule> rules = List.of(Rule.values());
    long[][] counts = alerts.count(condition, models, rules);
    if (isCovered(condition)) {
      for (Rule ours : List.of(Rule.EXCEEDANCE_LANES, Rule.ALL_LANES)) {
        alerts.claim(condition, ours, counts[rules.indexOf(ours)], Side.AT_MOST, BUDGET);
      }
    }
  }

  /**
   * Captures in one burst do not show what healthy runs do: runs are not like them, given the past.
   */
  private static boolean isCovered(Condition condition) {
    return condition.plan() != Plan.BURST;
  }
}
