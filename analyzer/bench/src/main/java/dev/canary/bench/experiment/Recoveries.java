package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Score;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Experiment 16: how often a change that lasts for a while and then ends is told, and how long
 * after its end its alert is open.
 */
final class Recoveries implements Experiment {
  private static final int CAPTURES = 100;
  private static final int HEALTHY = 3_000;
  private static final int MOST_RUNS = 4_000;

  /** How long a change lasts in times of what it took to be told, and how long it is over then. */
  private static final int LASTS = 4;

  private static final int OVER = 8;

  /** In which an alert is over at the earliest: five minutes. */
  private static final int POLICY = 31;

  private static final double SELDOM = 0.05;

  /** Half of all alerts are over in so many delays, or in the time of the policy. */
  private static final double HALF = 0.5;

  private static final int SOON = 3;

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
    Sheet raw = new Sheet("noise", "change", "repeat", "delay", "told", "resolved after");
    Sheet figures =
        new Sheet(
            "noise",
            "change",
            "told",
            "median delay",
            "told again",
            "high",
            "open for long",
            "high",
            "median until resolved",
            "in delays");
    List<Claim> claims = new ArrayList<>();
    for (Noise noise : List.of(Noise.GAUSSIAN, Noise.AR_0_9)) {
      for (double multiple : new double[] {0.5, 1, 2, 4}) {
        String change = multiple + " x largest";
        List<Life> all =
            Repeats.of(noise + ", " + change, settings, i -> live(noise, multiple, settings, i));
        for (int i = 0; i < all.size(); i++) {
          Life life = all.get(i);
          raw.add(noise, change, i, life.delay, life.told, life.resolvedAfter);
        }
        add(noise, change, all.stream().filter(life -> life.told > 0).toList(), figures, claims);
      }
    }
    return new Outcome(raw, figures, claims);
  }

  private static void add(
      Noise noise, String change, List<Life> told, Sheet figures, List<Claim> claims) {
    Interval again = share(told, told.stream().filter(life -> life.told > 1).count());
    Interval open = share(told, told.stream().filter(life -> life.resolvedAfter < 0).count());
    Interval late = share(told, told.stream().filter(Life::isOverLate).count());
    double delay = median(told.stream().mapToDouble(life -> life.delay).toArray());
    double until =
        median(
            told.stream()
                .mapToDouble(life -> life.resolvedAfter < 0 ? MOST_RUNS : life.resolvedAfter)
                .toArray());
    figures.add(
        noise,
        change,
        told.size(),
        delay,
        again.value(),
        again.high(),
        open.value(),
        open.high(),
        until,
        until / delay);
    String word = "%s, %s".formatted(noise, change);
    claims.add(new Claim("told again (lower limit): " + word, again.low(), Side.AT_MOST, SELDOM));
    claims.add(new Claim("open for long (lower limit): " + word, open.low(), Side.AT_MOST, SELDOM));
    claims.add(new Claim("over late (lower limit): " + word, late.low(), Side.AT_MOST, HALF));
  }

  private static Interval share(List<Life> of, long hits) {
    return Interval.ofShare((int) hits, of.size());
  }

  private static double median(double[] values) {
    return DetectionDelay.Delays.median(values);
  }

  /**
   * What became of one change.
   *
   * @param delay how many runs it took to be told
   * @param told how often it was
   * @param resolvedAfter how many runs after its end its alert was resolved; -1 if it was not
   */
  private record Life(int delay, int told, int resolvedAfter) {
    boolean isOverLate() {
      return resolvedAfter < 0 || resolvedAfter > Math.max(POLICY, SOON * delay);
    }
  }

  private static Life live(Noise noise, double multiple, Settings settings, int repeat) {
    UniformRandomProvider random = Seeds.generator(settings.seed(), repeat, noise.name(), "16");
    ScalarDeployment deployment = new ScalarDeployment(noise, random);
    Calibration captures = deployment.capture(CAPTURES, Plan.DAY, random);
    AlertedWatch watch = new AlertedWatch(captures, repeat);
    for (int run = 0; run < HEALTHY; run++) {
      watch.step(deployment.next());
    }
    int before = watch.opened();
    double[] sorted = captures.sorted(Score.MAX);
    deployment.moveAnswers(multiple * sorted[sorted.length - 1]);
    int delay = 0;
    while (watch.opened() == before && delay < MOST_RUNS) {
      delay++;
      watch.step(deployment.next());
    }
    for (int run = 0; run < (LASTS - 1) * delay && watch.opened() > before; run++) {
      watch.step(deployment.next());
    }
    deployment.moveAnswers(0);
    int told = watch.opened() - before;
    int after = 0;
    while (watch.isOpen() && after < Math.max(POLICY, OVER * delay)) {
      after++;
      watch.step(deployment.next());
    }
    return new Life(delay, told, watch.isOpen() ? -1 : after);
  }
}
