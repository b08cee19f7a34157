package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import dev.canary.evidence.ShiryaevRoberts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Experiment 4: E[alerts] &lt;= deposits / A, for e-values and schedules of several kinds.
 *
 * <p>A bound fails when the whole 95 % interval of the mean lies above it.
 */
final class BudgetIdentity implements Experiment {
  private static final int RUNS = 1_000;
  private static final double[] THRESHOLDS = {50, 100};
  private static final double[] CYCLE = {0.2, 3, 1, 0, 0.8};

  @Override
  public String title() {
    return "budget identity";
  }

  @Override
  public int defaultRepeats() {
    return 4_000;
  }

  @Override
  public Outcome measure(Settings settings) {
    Sheet raw = new Sheet("e-values", "schedule", "A", "repeat", "deposits", "alerts");
    Sheet figures =
        new Sheet(
            "e-values", "schedule", "A", "repeats", "deposits / A", "mean alerts", "low", "high");
    List<Claim> claims = new ArrayList<>();
    for (EValues values : EValues.values()) {
      for (Deposits deposits : Deposits.values()) {
        for (double threshold : THRESHOLDS) {
          long[] alerts = count(settings, values, deposits, threshold);
          double total = deposits.total(RUNS);
          for (int i = 0; i < alerts.length; i++) {
            raw.add(values, deposits, threshold, i, total, alerts[i]);
          }
          Interval mean = Interval.ofCounts(alerts);
          double bound = total / threshold;
          figures.add(
              values,
              deposits,
              threshold,
              alerts.length,
              bound,
              mean.value(),
              mean.low(),
              mean.high());
          String what =
              "alerts (lower limit) of %s, %s, A = %.0f".formatted(values, deposits, threshold);
          claims.add(new Claim(what.toLowerCase(Locale.ROOT), mean.low(), Side.AT_MOST, bound));
        }
      }
    }
    return new Outcome(raw, figures, claims);
  }

  private static long[] count(
      Settings settings, EValues values, Deposits deposits, double threshold) {
    String task = "%s, %s".formatted(values, deposits).toLowerCase(Locale.ROOT);
    double logThreshold = Math.log(threshold);
    return Repeats.of(
            task,
            settings,
            repeat -> {
              UniformRandomProvider random =
                  Seeds.generator(settings.seed(), repeat, values.name(), deposits.name());
              return alerts(values.start(random), deposits, logThreshold);
            })
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static long alerts(EValues.Source source, Deposits deposits, double logThreshold) {
    ShiryaevRoberts m = ShiryaevRoberts.START;
    long alerts = 0;
    for (int run = 0; run < RUNS; run++) {
      m = m.step(Math.log(deposits.at(run)), source.nextLog());
      if (m.alerts(logThreshold)) {
        alerts++;
        m = ShiryaevRoberts.START;
      }
    }
    return alerts;
  }

  /** What each run deposits. */
  enum Deposits {
    /** One a run. */
    REGULAR,
    /** As pauses and bunched runs have it. */
    IRREGULAR;

    double at(int run) {
      return switch (this) {
        case REGULAR -> 1;
        case IRREGULAR -> CYCLE[run % CYCLE.length];
      };
    }

    double total(int runs) {
      double total = 0;
      for (int run = 0; run < runs; run++) {
        total += at(run);
      }
      return total;
    }
  }
}
