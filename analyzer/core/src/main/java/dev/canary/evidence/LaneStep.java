package dev.canary.evidence;

import java.util.Optional;

/**
 * What one run did in one lane; evidence as logarithms of weighted M, the deposit in periods.
 *
 * @param lane which
 * @param share the part of each deposit that it gets; empty when it is off
 * @param off why it is off, for people; empty when it is on
 * @param bets whether it bet on this run; else its part of the deposit waits for the next bet
 * @param logBefore its evidence before the run
 * @param deposit what it took in before it bet; 0 when it did not bet
 * @param logAfter its evidence after the run, before any reset
 */
public record LaneStep(
    Lane lane,
    Optional<Double> share,
    Optional<String> off,
    boolean bets,
    double logBefore,
    double deposit,
    double logAfter) {

  static LaneStep of(RunEvidence run, Lane lane) {
    Evidence evidence = run.evidence();
    Optional<Double> share = evidence.lanes().weight(lane);
    double[] before = run.input().before().toNumbers();
    double[] after = run.step().state().toNumbers();
    boolean thinnedBet = after[Slots.THINNED_BETS] > before[Slots.THINNED_BETS];
    boolean bets =
        share.isPresent() && run.scores().isPresent() && (thinnedBet || !lane.isThinned());
    double waiting = before[lane.isThinned() ? Slots.PENDING_THINNED : Slots.PENDING_FAST];
    return new LaneStep(
        lane,
        share,
        share.isPresent() ? Optional.empty() : Optional.of(whyOff(evidence, lane)),
        bets,
        of(lane, LaneEvidence.of(before)),
        bets ? share.get() * (waiting + run.step().deposit()) : 0,
        of(lane, run.step().lanes()));
  }

  private static double of(Lane lane, LaneEvidence evidence) {
    return switch (lane) {
      case FAST -> evidence.fast();
      case SLOW -> evidence.slow();
      case BETTING -> evidence.betting();
      case GROWING -> evidence.growing();
    };
  }

  private static String whyOff(Evidence evidence, Lane lane) {
    int captures = evidence.calibration().captures();
    if (captures == 0) {
      return "no captures are held out";
    }
    if (lane.isThinned() && evidence.lanes().thinning().isEmpty()) {
      return "the captures were made in one burst";
    }
    if (lane == Lane.BETTING && !evidence.calibration().scores().contains(Score.RMS)) {
      return "the suite scores labels alone";
    }
    return captures + " held-out captures are too few";
  }
}
