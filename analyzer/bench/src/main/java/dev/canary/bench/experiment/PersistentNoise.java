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
    List<Rule> rules = List.copyOf(EnumSet.allOf(Rule.class));
    List<Rule> ours = List.of(Rule.EXCEEDANCE_LANES, Rule.ALL_LANES);
    for (Kind kind : Kind.values()) {
      for (Noise noise : EnumSet.range(Noise.AR_0_5, Noise.REPLICAS)) {
        for (Plan plan : Plan.values()) {
          Condition condition = new Condition(noise, kind, CAPTURES, plan);
          long[][] counts = alerts.count(condition, rules);
          for (Rule rule : plan == Plan.BURST ? List.<Rule>of() : ours) {
            alerts.claim(condition, rule, counts[rules.indexOf(rule)], Side.AT_MOST, BUDGET);
          }
        }
      }
    }
    return alerts.outcome();
  }
}
