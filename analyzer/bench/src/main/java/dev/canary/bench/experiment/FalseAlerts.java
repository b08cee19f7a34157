package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Rule.Watch;
import dev.canary.evidence.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Counts the alerts of rules that watch healthy models: one row a model and rule.
 *
 * <p>All rules see the same runs.
 */
final class FalseAlerts {
  private final Settings settings;
  private final Sheet raw =
      new Sheet("noise", "scores", "captures", "plan", "model", "rule", "runs", "alerts");
  private final Sheet figures =
      new Sheet(
          "noise",
          "scores",
          "captures",
          "plan",
          "rule",
          "models",
          "mean per 90 days",
          "low",
          "high",
          "share with any",
          "share low",
          "share high");
  private final List<Claim> claims = new ArrayList<>();

  FalseAlerts(Settings settings) {
    this.settings = settings;
  }

  /** A kind of scores. */
  enum Kind {
    /** One number for all three. */
    SCALAR,
    /** Those of a suite whose labels hold, as its quality report asks. */
    SUITE,
    /** Those of a suite with one label that wobbles. */
    WOBBLING_SUITE;

    Deployment start(Noise noise, UniformRandomProvider random) {
      return switch (this) {
        case SCALAR -> new ScalarDeployment(noise, random);
        case SUITE -> new SuiteDeployment(new NoisySuite(noise, NoisySuite.Labels.HOLD, random));
        case WOBBLING_SUITE ->
            new SuiteDeployment(new NoisySuite(noise, NoisySuite.Labels.ONE_WOBBLES, random));
      };
    }
  }

  /** What healthy models answer and how they were captured. */
  record Condition(Noise noise, Kind kind, int captures, Plan plan) {
    String word() {
      return "%s, %s, R = %d, %s".formatted(noise, kind, captures, plan).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Watches so many models in one condition.
   *
   * @return per rule, the alerts of each model
   */
  long[][] count(Condition condition, int models, List<Rule> rules) {
    List<long[]> watched =
        Repeats.of(
            condition.word(),
            settings.withRepeats(models),
            model -> watch(condition, rules, model));
    long[][] byRule = new long[rules.size()][];
    for (int r = 0; r < rules.size(); r++) {
      int rule = r;
      byRule[r] = watched.stream().mapToLong(alerts -> alerts[rule]).toArray();
      report(condition, rules.get(r), byRule[r]);
    }
    return byRule;
  }

  private long[] watch(Condition condition, List<Rule> rules, int model) {
    UniformRandomProvider random =
        Seeds.generator(settings.seed(), model, condition.noise.name(), condition.kind.name());
    Deployment deployment = condition.kind.start(condition.noise, random);
    Calibration captures = deployment.capture(condition.captures, condition.plan, random);
    Watch[] watches = rules.stream().map(rule -> rule.start(captures, model)).toArray(Watch[]::new);
    long[] alerts = new long[watches.length];
    for (int run = 0; run < settings.runs(); run++) {
      var scores = deployment.next();
      for (int i = 0; i < watches.length; i++) {
        if (watches[i].step(scores)) {
          alerts[i]++;
        }
      }
    }
    return alerts;
  }

  private void report(Condition c, Rule rule, long[] alerts) {
    for (int model = 0; model < alerts.length; model++) {
      raw.add(c.noise, c.kind, c.captures, c.plan, model, rule, settings.runs(), alerts[model]);
    }
    Interval mean = mean(alerts);
    int any = (int) Arrays.stream(alerts).filter(count -> count > 0).count();
    Interval share = Interval.ofShare(any, alerts.length);
    figures.add(
        c.noise,
        c.kind,
        c.captures,
        c.plan,
        rule,
        alerts.length,
        mean.value(),
        mean.low(),
        mean.high(),
        share.value(),
        share.low(),
        share.high());
  }

  /** The mean number of alerts in a period. */
  Interval mean(long[] alerts) {
    return Interval.ofCounts(alerts).times(settings.perPeriod(1));
  }

  void claim(Condition condition, Rule rule, long[] alerts, Claim.Side side, double bound) {
    String what = "false alerts per 90 days of %s: %s".formatted(rule, condition.word());
    claims.add(new Claim(what, mean(alerts).value(), side, bound));
  }

  Outcome outcome() {
    return new Outcome(raw, figures, claims);
  }
}
