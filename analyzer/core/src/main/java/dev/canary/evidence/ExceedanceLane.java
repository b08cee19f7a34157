package dev.canary.evidence;

import java.util.List;

/** Bets on exceedances: one cell for each of them and each pi. */
final class ExceedanceLane {

  private final List<Exceedance> exceedances;
  private final int total;
  private final int start;
  private final int end;

  // By exceedance.
  private final int[] score;
  private final double[] limit;
  private final int[] firstCell;

  // By exceedance and bet. A bet that is not above q has no weight and e = 1: it keeps what it has.
  private final double[] logWeight;
  private final double[] logWin;
  private final double[] logLose;

  /**
   * @param weight of the lane, shared by its exceedances
   * @param cells where the cells of the first score begin, {@code perScore} exceedances each
   */
  ExceedanceLane(List<Exceedance> all, double weight, int cells, int perScore, int total) {
    this.exceedances = all.stream().filter(e -> e.bets() > 0).toList();
    this.total = total;
    this.start = cells;
    this.end = cells + Slots.SCORES * perScore * Slots.BETS;
    int n = exceedances.size();
    score = new int[n];
    limit = new double[n];
    firstCell = new int[n];
    logWeight = new double[n * Slots.BETS];
    logWin = new double[n * Slots.BETS];
    logLose = new double[n * Slots.BETS];
    int[] taken = new int[Slots.SCORES];
    for (int i = 0; i < n; i++) {
      Exceedance e = exceedances.get(i);
      score[i] = e.score().index();
      limit[i] = e.limit();
      firstCell[i] = cells + (score[i] * perScore + taken[score[i]]++) * Slots.BETS;
      setBets(i, e, weight / n / e.bets());
    }
  }

  private void setBets(int i, Exceedance e, double weight) {
    for (int j = 0; j < Slots.BETS; j++) {
      double pi = Exceedance.BETS[j];
      int cell = i * Slots.BETS + j;
      boolean pays = pi > e.q();
      logWeight[cell] = pays ? Math.log(weight) : Double.NEGATIVE_INFINITY;
      logWin[cell] = pays ? Math.log(pi / e.q()) : 0;
      logLose[cell] = pays ? Math.log1p(-pi) - Math.log1p(-e.q()) : 0;
    }
  }

  List<Exceedance> exceedances() {
    return exceedances;
  }

  void bet(double[] numbers, double[] scores, double logDeposit, double nanos) {
    for (int i = 0; i < score.length; i++) {
      double[] logE = scores[score[i]] > limit[i] ? logWin : logLose;
      for (int j = 0; j < Slots.BETS; j++) {
        int bet = i * Slots.BETS + j;
        int cell = firstCell[i] + j;
        Cells.bet(numbers, cell, logDeposit + logWeight[bet], logE[bet], nanos);
      }
    }
    numbers[total] = LogSum.of(numbers, start, end);
  }
}
