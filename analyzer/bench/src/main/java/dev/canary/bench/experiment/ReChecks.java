package dev.canary.bench.experiment;

import dev.canary.baseline.SuiteScores;
import dev.canary.bench.experiment.Claim.Side;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.EvidenceInput.Origin;
import dev.canary.evidence.EvidenceState;
import dev.canary.evidence.RunEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Experiment 15: false alerts of a watch that runs every ten minutes, and again after one minute
 * while something is pending. That the next run follows sooner is decided by scores; each counts
 * the time that really passed.
 */
final class ReChecks implements Experiment {
  private static final int CAPTURES = 100;
  private static final double BUDGET = 1;
  private static final int REGULAR = 60;

  /** When a run follows that left something pending, in intervals of the deployment. */
  private enum Cadence {
    REGULAR_ONLY(REGULAR),
    AFTER_A_MINUTE(6);

    private final int soon;

    Cadence(int soon) {
      this.soon = soon;
    }
  }

  @Override
  public String title() {
    return "false alerts with re-checks while something is pending";
  }

  @Override
  public int defaultRepeats() {
    return 20;
  }

  @Override
  public Outcome measure(Settings settings) {
    Sheet raw = new Sheet("noise", "cadence", "model", "runs", "re-checks", "alerts");
    Sheet figures =
        new Sheet(
            "noise", "cadence", "models", "re-checks a model", "mean per 90 days", "low", "high");
    List<Claim> claims = new ArrayList<>();
    for (Noise noise : EnumSet.of(Noise.GAUSSIAN, Noise.AR_0_9, Noise.AR_0_99, Noise.REPLICAS)) {
      for (Cadence cadence : Cadence.values()) {
        String word = noise + ", " + cadence;
        List<Watched> all =
            Repeats.of(word, settings, model -> watch(noise, cadence, settings, model));
        for (int model = 0; model < all.size(); model++) {
          Watched one = all.get(model);
          raw.add(noise, cadence, model, one.runs(), one.again(), one.alerts());
        }
        Interval mean =
            Interval.ofCounts(all.stream().mapToLong(Watched::alerts).toArray())
                .times(settings.perPeriod(1));
        double again = all.stream().mapToLong(Watched::again).average().orElse(0);
        figures.add(noise, cadence, all.size(), again, mean.value(), mean.low(), mean.high());
        claims.add(
            new Claim("false alerts per 90 days: " + word, mean.value(), Side.AT_MOST, BUDGET));
      }
    }
    return new Outcome(raw, figures, claims);
  }

  private static Watched watch(Noise noise, Cadence cadence, Settings settings, int model) {
    UniformRandomProvider random = Seeds.generator(settings.seed(), model, noise.name(), "15");
    Deployment deployment = new ScalarDeployment(noise, random);
    Calibration captures = deployment.capture(CAPTURES, Plan.DAY, random);
    Watched watched = new Watched(captures, cadence, model);
    for (int now = 1; now <= settings.runs(); now++) {
      watched.pass(now, deployment.next());
    }
    return watched;
  }

  /** A healthy model under watch. */
  private static final class Watched {
    private static final Duration INTERVAL = Deployment.INTERVAL.multipliedBy(REGULAR);

    private final Evidence evidence;
    private EvidenceState state;
    private final Cadence cadence;
    private int due = REGULAR;
    private int last;
    private long runs;
    private long again;
    private long alerts;

    Watched(Calibration captures, Cadence cadence, int model) {
      this.evidence = Evidence.of(captures, Budget.DEFAULT.whole(), "model-" + model);
      this.state = evidence.start();
      this.cadence = cadence;
    }

    long runs() {
      return runs;
    }

    long again() {
      return again;
    }

    long alerts() {
      return alerts;
    }

    /** Time passes; the model is asked if it is due. */
    void pass(int now, SuiteScores scores) {
      if (now == due) {
        boolean pending = run(now, scores);
        int regular = (now / REGULAR + 1) * REGULAR;
        due = pending ? Math.min(regular, now + cadence.soon) : regular;
      }
    }

    private boolean run(int now, SuiteScores scores) {
      runs++;
      again += now % REGULAR == 0 ? 0 : 1;
      Duration elapsed = Deployment.INTERVAL.multipliedBy(now - last);
      last = now;
      EvidenceInput input =
          new EvidenceInput(Origin.HELD, state, elapsed, INTERVAL, evidence.share());
      RunEvidence run = RunEvidence.of(evidence, input, Optional.of(scores));
      state = run.step().state();
      alerts += run.step().alerted() ? 1 : 0;
      return !run.step().alerted() && (run.isRising() || isBeyondMargin(scores));
    }

    /** Such a run is DRIFTED: the fast bets have the margin of the checks. */
    private boolean isBeyondMargin(SuiteScores scores) {
      return evidence.lanes().fast().stream().anyMatch(bet -> bet.score().of(scores) > bet.limit());
    }
  }
}
