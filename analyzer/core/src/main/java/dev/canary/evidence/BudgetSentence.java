package dev.canary.evidence;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A budget in words, with what it does not cover: for every output that quotes it. */
public final class BudgetSentence {
  private static final List<ChronoUnit> UNITS =
      List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

  private BudgetSentence() {}

  /** The sentence, without a full stop. */
  public static String of(Budget budget) {
    BigDecimal alerts = BigDecimal.valueOf(budget.falseAlerts()).stripTrailingZeros();
    return "at most %s false %s per %s over all watches, with probability %s over baselines; facts and single-run findings are outside it"
        .formatted(
            alerts.toPlainString(),
            budget.falseAlerts() == 1 ? "alert" : "alerts",
            words(budget.period()),
            BigDecimal.ONE
                .subtract(BigDecimal.valueOf(budget.delta()))
                .stripTrailingZeros()
                .toPlainString());
  }

  /** In the largest unit that measures it without a rest. */
  private static String words(Duration period) {
    for (ChronoUnit unit : UNITS) {
      long count = period.dividedBy(unit.getDuration());
      if (period.equals(unit.getDuration().multipliedBy(count))) {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return count == 1 ? name.substring(0, name.length() - 1) : count + " " + name;
      }
    }
    return period.toString();
  }
}
