package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theDefaultIsOneFalseAlertIn90Days() {
    assertThat(Budget.DEFAULT).isEqualTo(new Budget(1, Duration.ofDays(90), .001));
    BudgetShare whole = Budget.DEFAULT.whole();
    assertThat(whole.threshold()).isEqualTo(1);
    assertThat(whole.delta()).isEqualTo(.001);
    Duration ten = Duration.ofSeconds(10);
    assertThat(1 / whole.deposit(ten, ten)).isCloseTo(777_600, within(1e-6));
  }

  @Test
  void theChanceOfAnyFalseAlertIsABudgetOfItsOwn() {
    // statistics.md 2.1: "at most 5 % chance of any false alert in 90 days" is A = 20
    Budget chance = new Budget(.05, Duration.ofDays(90), .001);
    assertThat(chance.whole().threshold()).isEqualTo(20);
    assertThat(chance.share(1, 5).threshold(Duration.ofSeconds(10))).isEqualTo(77_760_000);
  }

  @Test
  void watchesShareDepositsAndDeltaByWeight() {
    Budget budget = new Budget(2, Duration.ofDays(30), .01);
    BudgetShare share = budget.share(3, 12);
    assertThat(share.threshold()).isEqualTo(.5);
    assertThat(share.delta()).isEqualTo(.0025);
    assertThat(share.deposit(Duration.ofDays(3), Duration.ofDays(3)))
        .isCloseTo(.025, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, 1", // on time
    "PT30S, 0.5", // by hand, early
    "PT0S, 0", // twice at once
    "PT-3H, 0", // the clock was set back
    "PT2M, 2", // one run was missed
    "PT2M1S, 2", // a pause
    "P3650D, 2", // the clock was set ahead by years
    "PT2562047788015215H, 2", // as far as a duration goes
  })
  void aDepositIsTheTimeThatHasPassedWithinTwoIntervals(Duration elapsed, double intervals) {
    BudgetShare share = Budget.DEFAULT.whole();
    assertThat(share.deposit(elapsed, MINUTE) * 129_600).isCloseTo(intervals, within(1e-12));
  }

  @Test
  void whatIsNoBudgetIsRefused() {
    Duration day = Duration.ofDays(1);
    assertThatThrownBy(() -> new Budget(0, day, .1)).hasMessageStartingWith("falseAlerts is 0.0");
    assertThatThrownBy(() -> new Budget(Double.NaN, day, .1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Budget(1, Duration.ZERO, .1)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new Budget(1, day, 1)).hasMessageStartingWith("delta is 1.0");
    assertThatThrownBy(() -> Budget.DEFAULT.share(2, 1)).hasMessageEndingWith("found 2.0 of 1.0");
    assertThatThrownBy(() -> Budget.DEFAULT.share(0, 1)).hasMessageEndingWith("found 0.0 of 1.0");
    assertThatThrownBy(() -> new BudgetShare(Budget.DEFAULT, 0)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> Budget.DEFAULT.whole().deposit(day, Duration.ZERO))
        .hasMessage("an interval must be longer than nothing, found PT0S");
  }
}
