package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetSentenceTest {
  @Test
  void itSaysWhatIsBoundedAndWhatIsNot() {
    assertThat(BudgetSentence.of(Budget.DEFAULT))
        .isEqualTo(
            "at most 1 false alert per 90 days over all watches, with probability 0.999 over"
                + " baselines; facts and single-run findings are outside it");
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT24H, 0.001, 1 false alert per day over, 0.999 over",
    "3, PT36H, 0.05, 3 false alerts per 36 hours over, 0.95 over",
    "0.5, PT90M, 0.00001, 0.5 false alerts per 90 minutes over, 0.99999 over",
    "20, PT61S, 0.5, 20 false alerts per 61 seconds over, 0.5 over",
    "1, PT0.25S, 0.001, 1 false alert per PT0.25S over, 0.999 over",
  })
  void itSpellsEveryBudget(
      double alerts, Duration period, double delta, String words, String probability) {
    assertThat(BudgetSentence.of(new Budget(alerts, period, delta)))
        .contains("at most " + words, "probability " + probability);
  }
}
