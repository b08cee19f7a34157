package dev.canary.bench.experiment;

import dev.canary.alert.AlertMachine;
import dev.canary.alert.AlertRules;
import dev.canary.alert.AlertState;
import dev.canary.alert.Complaint;
import dev.canary.alert.Signal;
import dev.canary.alert.Transition;
import dev.canary.baseline.SuiteScores;
import dev.canary.bench.experiment.Claim.Side;
import dev.canary.evidence.Budget;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput;
import dev.canary.evidence.EvidenceInput.Origin;
import dev.canary.evidence.EvidenceState;
import dev.canary.evidence.RunEvidence;
import dev.canary.evidence.Score;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Experiment 16: how often one change that lasts for a while and then ends is told, and how long
 * after its end its alert is resolved.
 */
final class Recoveries implements Experiment {
  private static final int CAPTURES = 100;
  private static final int HEALTHY = 3_000;

  /** How long a change lasts, in times of what it takes to be told; and the health after it. */
  private static final int LASTS = 4;

  private static final int AFTER = 8;
  private static final int MOST_RUNS = 4_000;
  private static final double TOLD_AGAIN = 0.02;

  @Override
  public String title() {
    return "alerts of a change that ends";
  }

  @Override
  public int defaultRepeats() {
    return 200;
  }

  @Override
  public Outcome measure(Settings settings) {
    Sheet raw =
        new Sheet("noise", "change", "repeat", "delay", "lasted", "opened", "resolved after");
    Sheet figures =
        new Sheet(
            "noise",
            "change",
            "repeats",
            "median delay",
            "told",
            "told again",
            "low",
            "high",
            "still open",
            "median resolved after, in delays",
            "largest");
    List<Claim> claims = new ArrayList<>();
    for (Noise noise : List.of(Noise.GAUSSIAN, Noise.AR_0_9)) {
      for (double multiple : new double[] {0.25, 0.5, 1, 2, 4}) {
        String change = multiple + " x largest";
        List<Life> all =
            Repeats.of(noise + ", " + change, settings, i -> live(noise, multiple, settings, i));
        for (int i = 0; i < all.size(); i++) {
          Life life = all.get(i);
          raw.add(noise, change, i, life.delay, life.lasts, life.opened, life.resolvedAfter);
        }
        List<Life> told = all.stream().filter(life -> life.opened > 0).toList();
        if (told.isEmpty()) {
          continue;
        }
        int again = (int) told.stream().filter(life -> life.opened > 1).count();
        int open = (int) told.stream().filter(life -> life.resolvedAfter < 0).count();
        double[] after =
            told.stream()
                .filter(life -> life.resolvedAfter >= 0)
                .mapToDouble(life -> (double) life.resolvedAfter / life.delay)
                .sorted()
                .toArray();
        Interval share = Interval.ofShare(again, told.size());
        int[] delays = told.stream().mapToInt(life -> life.delay).sorted().toArray();
        figures.add(
            noise,
            change,
            all.size(),
            delays[delays.length / 2],
            told.size(),
            share.value(),
            share.low(),
            share.high(),
            open,
            after.length == 0 ? Double.NaN : after[after.length / 2],
            after.length == 0 ? Double.NaN : after[after.length - 1]);
        String word = "%s, %s".formatted(noise, change);
        claims.add(
            new Claim("told again (lower limit): " + word, share.low(), Side.AT_MOST, TOLD_AGAIN));
        claims.add(new Claim("still open: " + word, open, Side.AT_MOST, 0));
      }
    }
    return new Outcome(raw, figures, claims);
  }

  private static Life live(Noise noise, double multiple, Settings settings, int repeat) {
    UniformRandomProvider random = Seeds.generator(settings.seed(), repeat, noise.name(), "16");
    ScalarDeployment deployment = new ScalarDeployment(noise, random);
    Calibration captures = deployment.capture(CAPTURES, Plan.DAY, random);
    Life life = new Life(captures, repeat);
    for (int run = 0; run < HEALTHY; run++) {
      life.step(deployment.next());
    }
    life.opened = 0;
    double[] sorted = captures.sorted(Score.MAX);
    deployment.moveAnswers(multiple * sorted[sorted.length - 1]);
    while (life.opened == 0 && life.lasts < MOST_RUNS) {
      life.lasts++;
      life.step(deployment.next());
    }
    life.delay = life.lasts;
    while (life.opened > 0 && life.lasts < LASTS * life.delay) {
      life.lasts++;
      life.step(deployment.next());
    }
    deployment.moveAnswers(0);
    for (int run = 1; run <= Math.max(1000, AFTER * life.delay) && life.opened > 0; run++) {
      life.step(deployment.next());
      if (life.state.alert().isEmpty()) {
        life.resolvedAfter = run;
        break;
      }
    }
    return life;
  }

  /** A model under watch. */
  private static final class Life {
    private final AlertRules rules = AlertRules.of("bench", Policy.DEFAULT, Deployment.INTERVAL);
    private final Evidence evidence;
    private EvidenceState held;
    private AlertState state = AlertState.NONE;
    private int run;
    private int delay;
    private int lasts;
    private int opened;
    private int resolvedAfter = -1;

    Life(Calibration captures, int repeat) {
      this.evidence = Evidence.of(captures, Budget.DEFAULT.whole(), "model-" + repeat);
      this.held = evidence.start();
    }

    void step(SuiteScores scores) {
      EvidenceInput input =
          new EvidenceInput(
              Origin.HELD, held, Deployment.INTERVAL, Deployment.INTERVAL, evidence.share());
      RunEvidence made = RunEvidence.of(evidence, input, Optional.of(scores));
      held = made.step().state();
      AlertMachine.Step step = AlertMachine.step(rules, state, signal(made, scores));
      state = step.state();
      opened +=
          (int) step.transitions().stream().filter(t -> t.kind() == Transition.Kind.OPENED).count();
    }

    private Signal.Ran signal(RunEvidence made, SuiteScores scores) {
      Instant at = Deployment.instant(run++);
      boolean beyond =
          evidence.lanes().fast().stream().anyMatch(bet -> bet.score().of(scores) > bet.limit());
      List<Complaint> complaints =
          made.step().alerted()
              ? List.of(
                  new Complaint(
                      Complaint.Kind.EVIDENCE, Complaint.EVIDENCE, Optional.empty(), "", List.of()))
              : List.of();
      return new Signal.Ran(
          "run-" + run,
          at,
          Tier.GOLDEN,
          beyond ? Level.DRIFTED : Level.HEALTHY,
          complaints,
          new Signal.Way(
              made.way(),
              made.isRising(),
              made.runsSince(),
              Deployment.INTERVAL.multipliedBy(made.runsSince() - 1)));
    }
  }
}
