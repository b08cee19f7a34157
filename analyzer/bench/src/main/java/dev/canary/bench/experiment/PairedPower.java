package dev.canary.bench.experiment;

import dev.canary.bench.experiment.Claim.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Experiment 5: how often one replay of a few cases shows that the model changed. */
final class PairedPower implements Experiment {
  private static final double LEVEL = 0.05;
  private static final List<ModelChange> CHANGES = List.of(ModelChange.values());
  private static final List<PowerRule> RULES = List.of(PowerRule.values());
  private static final List<Integer> CASES = List.of(10, 20, 50, 100, 200);

  /** What the mean of squares must find at the fewest cases, and heaps of answers never do. */
  private static final List<ModelChange> SMALL =
      List.of(ModelChange.SHIFT_0_2, ModelChange.SCATTER_0_2);

  private static final double POWER = 0.85;
  private static final double BLIND = 0.01;

  @Override
  public String title() {
    return "power of one replay, pairs beside heaps";
  }

  @Override
  public int defaultRepeats() {
    return 2_000;
  }

  @Override
  public Outcome measure(Settings settings) {
    List<String> columns = new ArrayList<>(List.of("cases", "change", "repeat"));
    RULES.stream().map(PowerRule::toString).forEach(columns::add);
    Sheet raw = new Sheet(columns.toArray(String[]::new));
    Sheet figures = new Sheet("cases", "change", "rule", "repeats", "rejected", "low", "high");
    List<Claim> claims = new ArrayList<>();
    for (int cases : CASES) {
      List<double[][]> repeats = repeats(settings, cases);
      for (int c = 0; c < CHANGES.size(); c++) {
        int at = c;
        ModelChange change = CHANGES.get(c);
        List<double[]> pValues = repeats.stream().map(p -> p[at]).toList();
        addRaw(raw, cases, change, pValues);
        for (int r = 0; r < RULES.size(); r++) {
          PowerRule rule = RULES.get(r);
          Interval share = rejected(r, pValues);
          figures.add(
              cases, change, rule, pValues.size(), share.value(), share.low(), share.high());
          claim(cases, change, rule, share).ifPresent(claims::add);
        }
      }
    }
    return new Outcome(raw, figures, claims);
  }

  private static List<double[][]> repeats(Settings settings, int cases) {
    String task = "power of " + cases + " cases";
    return Repeats.of(
        task,
        settings,
        i -> new PowerModel(cases, Seeds.generator(settings.seed(), i, task)).pValues());
  }

  private static void addRaw(Sheet raw, int cases, ModelChange change, List<double[]> pValues) {
    for (int i = 0; i < pValues.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(cases, change, i));
      Arrays.stream(pValues.get(i)).forEach(row::add);
      raw.add(row.toArray());
    }
  }

  private static Interval rejected(int rule, List<double[]> pValues) {
    long rejected = pValues.stream().filter(p -> p[rule] <= LEVEL).count();
    return Interval.ofShare((int) rejected, pValues.size());
  }

  private static Optional<Claim> claim(
      int cases, ModelChange change, PowerRule rule, Interval share) {
    String what = "%s, %s, n = %d".formatted(rule, change, cases);
    if (change == ModelChange.NONE) {
      return Optional.of(new Claim(what + ", low", share.low(), Side.AT_MOST, LEVEL));
    }
    if (SMALL.contains(change) && rule == PowerRule.NOISE_FLOOR_RMS) {
      return Optional.of(new Claim(what + ", low", share.low(), Side.ABOVE, POWER));
    }
    if (SMALL.contains(change) && rule.seesHeaps()) {
      return Optional.of(new Claim(what + ", high", share.high(), Side.AT_MOST, BLIND));
    }
    return Optional.empty();
  }
}
