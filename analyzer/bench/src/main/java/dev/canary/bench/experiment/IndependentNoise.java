package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import dev.canary.bench.experiment.FalseAlerts.Condition;
import dev.canary.bench.experiment.FalseAlerts.Kind;
import java.util.EnumSet;
import java.util.List;

/** Experiment 1: false alerts where noise has no memory. */
final class IndependentNoise implements Experiment {
  private static final int CAPTURES = 100;
  private static final double EXCEEDANCE_BOUND = 0.05;
  private static final double MIXTURE_BOUND = 0.3;

  @Override
  public String title() {
    return "false alerts, independent noise";
  }

  @Override
  public int defaultRepeats() {
    return 200;
  }

  @Override
  public Outcome measure(Settings settings) {
    FalseAlerts alerts = new FalseAlerts(settings);
    List<Rule> rules = List.copyOf(EnumSet.allOf(Rule.class));
    for (Kind kind : List.of(Kind.SCALAR, Kind.WOBBLING_SUITE)) {
      for (Noise noise : EnumSet.range(Noise.GAUSSIAN, Noise.LOGNORMAL)) {
        Condition condition = new Condition(noise, kind, CAPTURES, Plan.DAY);
        long[][] counts = alerts.count(condition, rules);
        Rule exceedance = Rule.EXCEEDANCE_LANES;
        alerts.claim(
            condition,
            exceedance,
            counts[rules.indexOf(exceedance)],
            Side.AT_MOST,
            EXCEEDANCE_BOUND);
        Rule mixture = Rule.ALL_LANES;
        alerts.claim(
            condition, mixture, counts[rules.indexOf(mixture)], Side.AT_MOST, MIXTURE_BOUND);
      }
    }
    return alerts.outcome();
  }
}
