package dev.canary.evidence;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The lanes of one watch as its captures allow them, and what each of them bets on.
 *
 * <p>A lane is on when it is wanted, has a bet that pays, and, if it is thinned, when captures were
 * spread. Those that are off give their weight to the others in proportion. Delta is split evenly
 * over all that is bounded by captures:
 *
 * <pre>
 * delta / K,   K = number of (score, k) pairs in use + 1 for the mean of the betting lane
 * </pre>
 *
 * <p>where k = 1 counts once, though two lanes use it with different margins: the larger margin's
 * exceedances are among the smaller one's. Source: the product's statistics, section 2.4.
 */
public final class Lanes {

  private static final double FAST_MARGIN = 3;
  private static final double SLOW_MARGIN = 1;

  private final Map<Lane, Double> weights;
  private final Optional<Duration> thinning;
  private final Optional<ExceedanceLane> fast;
  private final Optional<ExceedanceLane> slow;
  private final Optional<BettingLane> betting;
  private final Optional<GrowingLane> growing;

  private Lanes(Plan plan, Optional<Duration> thinning, long seed) {
    this.weights = plan.weights();
    this.thinning = thinning;
    this.fast =
        weight(Lane.FAST)
            .map(w -> new ExceedanceLane(plan.fast, w, Slots.FAST, 1, Slots.TOTAL_FAST));
    this.slow =
        weight(Lane.SLOW)
            .map(
                w ->
                    new ExceedanceLane(
                        plan.slow, w, Slots.SLOW, Slots.SLOW_RANKS, Slots.TOTAL_SLOW));
    this.betting = weight(Lane.BETTING).map(w -> plan.betting.orElseThrow().weighted(w));
    this.growing =
        weight(Lane.GROWING).map(w -> new GrowingLane(plan.calibration.scores(), seed, w));
  }

  static Lanes of(Calibration calibration, double delta, long seed, Set<Lane> wanted) {
    Optional<Duration> thinning =
        calibration.decorrelation() instanceof Decorrelation.Spread spread
            ? Optional.of(spread.time())
            : Optional.empty();
    Set<Lane> on = EnumSet.noneOf(Lane.class);
    if (calibration.captures() > 0) {
      wanted.stream().filter(l -> !l.isThinned() || thinning.isPresent()).forEach(on::add);
    }
    return new Lanes(new Plan(calibration, delta, on), thinning, seed);
  }

  /** The lanes that bet; empty when captures are too few for any, and there is never evidence. */
  public Set<Lane> on() {
    return weights.keySet();
  }

  /** The part of each deposit that a lane gets; empty when it is off. */
  public Optional<Double> weight(Lane lane) {
    return Optional.ofNullable(weights.get(lane));
  }

  /** What the fast lane bets on in every run. */
  public List<Exceedance> fast() {
    return fast.map(ExceedanceLane::exceedances).orElse(List.of());
  }

  /** What the slow lane bets on once per decorrelation time. */
  public List<Exceedance> slow() {
    return slow.map(ExceedanceLane::exceedances).orElse(List.of());
  }

  /** The bound of the betting lane. */
  public Optional<MeanBound> betting() {
    return betting.map(BettingLane::bound);
  }

  /** Where a run's scores rank in the growing lane, if it is the next to bet; none where off. */
  public List<GrowingRank> growing(EvidenceState before, SuiteScores run) {
    return growing.map(lane -> lane.ranks(before, run)).orElse(List.of());
  }

  /** How much counted time lies between two bets of the thinned lanes; empty after a burst. */
  public Optional<Duration> thinning() {
    return thinning;
  }

  double[] start(Calibration calibration) {
    double[] numbers = new double[Slots.LENGTH];
    numbers[Slots.FORMAT_AT] = Slots.FORMAT;
    Arrays.fill(numbers, Slots.LOGS, Slots.LOGS_END, Double.NEGATIVE_INFINITY);
    growing.ifPresent(lane -> lane.start(numbers, calibration.heldOut()));
    return numbers;
  }

  void betFast(double[] numbers, double[] scores, double logDeposit, double nanos) {
    if (fast.isPresent()) {
      fast.get().bet(numbers, scores, logDeposit, nanos);
    }
  }

  void betThinned(double[] numbers, double[] scores, double logDeposit, double nanos) {
    slow.ifPresent(lane -> lane.bet(numbers, scores, logDeposit, nanos));
    betting.ifPresent(lane -> lane.bet(numbers, scores, logDeposit, nanos));
    growing.ifPresent(lane -> lane.bet(numbers, scores, logDeposit, nanos));
  }

  /** What each lane would bet on, and hence which are on and what they weigh. */
  private static final class Plan {
    private final Calibration calibration;
    private final List<Exceedance> fast;
    private final List<Exceedance> slow;
    private final Optional<BettingLane> betting;
    private final boolean growing;

    Plan(Calibration calibration, double delta, Set<Lane> on) {
      this.calibration = calibration;
      Set<Integer> fastRanks = on.contains(Lane.FAST) ? Set.of(1) : Set.of();
      Set<Integer> slowRanks = on.contains(Lane.SLOW) ? slowRanks(calibration) : Set.of();
      Set<Integer> ranks = new TreeSet<>(fastRanks);
      ranks.addAll(slowRanks);
      boolean bets = on.contains(Lane.BETTING) && BettingLane.isPossible(calibration);
      int bounded = ranks.size() * calibration.scores().size() + (bets ? 1 : 0);
      double each = delta / bounded;
      this.fast = exceedances(calibration, fastRanks, FAST_MARGIN, each);
      this.slow = exceedances(calibration, slowRanks, SLOW_MARGIN, each);
      this.betting = bets ? BettingLane.of(calibration, each) : Optional.empty();
      this.growing = on.contains(Lane.GROWING);
    }

    Map<Lane, Double> weights() {
      Map<Lane, Double> weights = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        boolean on =
            switch (lane) {
              case FAST -> fast.stream().anyMatch(e -> e.bets() > 0);
              case SLOW -> slow.stream().anyMatch(e -> e.bets() > 0);
              case BETTING -> betting.isPresent();
              case GROWING -> growing;
            };
        if (on) {
          weights.put(lane, lane.weight());
        }
      }
      double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
      weights.replaceAll((lane, weight) -> weight / all);
      return Collections.unmodifiableMap(weights);
    }

    private static Set<Integer> slowRanks(Calibration calibration) {
      int captures = calibration.captures();
      return new TreeSet<>(List.of(Math.max(1, captures / 20), Math.max(1, captures / 5)));
    }

    private static List<Exceedance> exceedances(
        Calibration calibration, Set<Integer> ranks, double margin, double delta) {
      return calibration.scores().stream()
          .flatMap(
              score -> ranks.stream().map(k -> Exceedance.of(calibration, score, k, margin, delta)))
          .toList();
    }
  }
}
