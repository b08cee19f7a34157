package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final Duration TEN = Simulated.TEN_SECONDS;
  private static final SuiteScores HEALTHY = new SuiteScores(0.5, 0.3, 0);
  private static final SuiteScores BROKEN = new SuiteScores(1e6, 1e5, 1_000);

  /** One bet after another, as the definition of M has it: by every run that may be the first. */
  private record Bet(double deposit, double e, double nanos) {}

  private static double[] empty() {
    double[] numbers = new double[Slots.LENGTH];
    Arrays.fill(numbers, Slots.LOGS, Slots.LOGS_END, Double.NEGATIVE_INFINITY);
    return numbers;
  }

  @Test
  void theMeanAgeIsThatOfTheSumOverAllBeginnings() {
    SplittableRandom random = new SplittableRandom(7);
    double[] numbers = empty();
    List<Bet> bets = new ArrayList<>();
    for (int run = 0; run < 300; run++) {
      double e = run < 200 ? 0.4 + random.nextDouble() : 1 + random.nextDouble();
      Bet bet = new Bet(random.nextInt(4) * 0.7, e, 1 + random.nextInt(9));
      bets.add(bet);
      Cells.bet(numbers, Slots.FAST, Math.log(bet.deposit), Math.log(bet.e), bet.nanos);

      double m = 0;
      double aged = 0;
      double won = 1;
      double age = 0;
      for (int first = run; first >= 0; first--) {
        won *= bets.get(first).e;
        age += bets.get(first).nanos;
        m += bets.get(first).deposit * won;
        aged += bets.get(first).deposit * won * age;
      }
      if (m > 0) {
        assertThat(numbers[Slots.FAST]).isCloseTo(Math.log(m), within(1e-9));
        assertThat(Cells.meanAge(numbers, Slots.FAST, Slots.SLOW))
            .isCloseTo(aged / m, within(1e-9 * aged / m));
      }
    }
  }

  @Test
  void whatHoldsNothingHasNoAge() {
    double[] numbers = empty();
    Cells.bet(numbers, Slots.FAST, Double.NEGATIVE_INFINITY, 0, 7);

    assertThat(Cells.meanAge(numbers, Slots.FAST, Slots.SLOW)).isZero();
    assertThat(Cells.meanAge(numbers, Slots.SLOW, Slots.BETTING)).isZero();
  }

  @Test
  void theAgeAtAnAlertTellsWhenTheChangeBeganHoweverLongAllWasWellBefore() {
    Evidence evidence = Evidence.of(Simulated.spread(100, Score.ALL), Budget.DEFAULT.whole(), "w");
    for (int healthy : new int[] {0, 100, 5_000}) {
      EvidenceState state = evidence.start();
      for (int run = 0; run < healthy; run++) {
        state = evidence.step(state, Optional.of(HEALTHY), TEN, TEN).state();
      }
      int runs = 0;
      EvidenceStep step;
      do {
        step = evidence.step(state, Optional.of(BROKEN), TEN, TEN);
        state = step.state();
        runs++;
      } while (!step.alerted());

      assertThat(step.age().toSeconds() / 10.0)
          .as("after %d", healthy)
          .isBetween(runs - 1.0, runs + 1.0);
      assertThat(evidence.step(state, Optional.of(BROKEN), TEN, TEN).age()).isEqualTo(TEN);
    }
  }

  @Test
  void runsWithoutABetAndLateOnesAgeItByCountedTime() {
    Evidence evidence = Evidence.of(Simulated.spread(100, Score.ALL), Budget.DEFAULT.whole(), "w");
    EvidenceState one = evidence.step(evidence.start(), Optional.of(BROKEN), TEN, TEN).state();
    EvidenceState skipped = evidence.step(one, Optional.empty(), TEN, TEN).state();

    EvidenceStep waited = evidence.step(skipped, Optional.of(BROKEN), TEN, TEN);
    EvidenceStep late = evidence.step(one, Optional.of(BROKEN), Duration.ofHours(1), TEN);

    assertThat(waited.age())
        .isEqualTo(late.age())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }
}
