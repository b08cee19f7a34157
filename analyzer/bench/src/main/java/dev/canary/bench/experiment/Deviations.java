package dev.canary.bench.experiment;

import dev.canary.bench.experiment.DetectionDelay.Delays;
import dev.canary.bench.experiment.Rule.Watch;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Delays where all answers move off for good, by a multiple of the largest captured deviation.
 *
 * <p>Ours twice: with the decorrelation time as a day's captures show it, and as if it were known.
 */
record Deviations(Settings settings, Delays delays) {
  private static final int CAPTURES = 100;
  private static final int HEALTHY = 3_000;
  private static final double LARGE = 4;
  private static final double LARGE_DELAY = 7;
  private static final String KNOWN = ", decorrelation time known";

  /** What deviates. */
  private enum What {
    /** Every answer, to one side. */
    ANSWERS,
    /** Every score, upwards. */
    SCORES
  }

  void measure() {
    for (Noise noise : List.of(Noise.GAUSSIAN, Noise.AR_0_9)) {
      for (What what : What.values()) {
        for (double multiple : new double[] {0.5, 1, 2, 4, 10}) {
          measure(noise, what, multiple);
        }
      }
    }
  }

  private void measure(Noise noise, What what, double multiple) {
    String change = "%s + %s x largest".formatted(what, multiple);
    List<double[]> repeats =
        Repeats.of(
            noise + ", " + change, settings, repeat -> delays(noise, what, multiple, repeat));
    List<String> words = new ArrayList<>(Arrays.stream(Rule.values()).map(Rule::toString).toList());
    words.add(Rule.EXCEEDANCE_LANES + KNOWN);
    words.add(Rule.ALL_LANES + KNOWN);
    for (int i = 0; i < words.size(); i++) {
      int rule = i;
      Delays.Condition condition =
          new Delays.Condition(noise, CAPTURES, HEALTHY, change, words.get(i));
      double[] found = repeats.stream().mapToDouble(delay -> delay[rule]).toArray();
      delays.add(condition, found);
      if (multiple >= LARGE && condition.rule().startsWith(Rule.ALL_LANES.toString())) {
        delays.claim(condition, Delays.median(found), LARGE_DELAY);
      }
    }
  }

  private double[] delays(Noise noise, What what, double multiple, int repeat) {
    UniformRandomProvider random = Seeds.generator(settings.seed(), repeat, noise.name());
    ScalarDeployment deployment = new ScalarDeployment(noise, random);
    Calibration captures = deployment.capture(CAPTURES, Plan.DAY, random);
    List<Watch> watches = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      watches.add(rule.start(captures, repeat));
    }
    watches.add(Rule.EXCEEDANCE_LANES.start(captures, repeat, noise));
    watches.add(Rule.ALL_LANES.start(captures, repeat, noise));
    for (int run = 0; run < HEALTHY; run++) {
      var scores = deployment.next();
      watches.forEach(watch -> watch.step(scores));
    }
    double[] sorted = captures.sorted(Score.MAX);
    double floors = multiple * sorted[sorted.length - 1];
    switch (what) {
      case ANSWERS -> deployment.moveAnswers(floors);
      case SCORES -> deployment.raiseScores(floors);
    }
    return firstAlerts(watches, deployment);
  }

  private static double[] firstAlerts(List<Watch> watches, ScalarDeployment deployment) {
    double[] first = new double[watches.size()];
    Arrays.fill(first, DetectionDelay.MOST_RUNS);
    int waiting = first.length;
    for (int run = 1; run < DetectionDelay.MOST_RUNS && waiting > 0; run++) {
      var scores = deployment.next();
      for (int i = 0; i < first.length; i++) {
        if (first[i] == DetectionDelay.MOST_RUNS && watches.get(i).step(scores)) {
          first[i] = run;
          waiting--;
        }
      }
    }
    return first;
  }
}
