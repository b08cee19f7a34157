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
    for (Noise noise : EnumSet.range(Noise.GAUSSIAN, Noise.LOGNORMAL)) {
      count(alerts, new Condition(noise, Kind.SCALAR, CAPTURES, Plan.DAY), settings.repeats());
      count(
          alerts, new Condition(noise, Kind.WOBBLING_SUITE, CAPTURES, Plan.DAY), settings.suites());
    }
    return alerts.outcome();
  }

  private static void count(FalseAlerts alerts, Condition condition, int models) {
    List<Rule> rules = List.of(Rule.values());
    long[][] counts = alerts.count(condition, models, rules);
    long[] exceedance = counts[rules.indexOf(Rule.EXCEEDANCE_LANES)];
    long[] mixture = counts[rules.indexOf(Rule.ALL_LANES)];
    alerts.claim(condition, Rule.EXCEEDANCE_LANES, exceedance, Side.AT_MOST, EXCEEDANCE_BOUND);
    alerts.claim(condition, Rule.ALL_LANES, mixture, Side.AT_MOST, MIXTURE_BOUND);
  }
}
