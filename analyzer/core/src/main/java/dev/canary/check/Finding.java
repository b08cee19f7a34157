package dev.canary.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One check's answer, with its arithmetic.
 *
 * @param check the name of the check, for example {@code deviation.max}
 * @param outcome whether what was expected held
 * @param decides what that means for the verdict
 * @param cause the likely cause
 * @param severity how much to worry
 * @param statistic what was computed
 * @param threshold what it was compared with
 * @param pValue the conformal or exact p-value, where there is one
 * @param effect the largest movement in the output's own units
 * @param reason one sentence for people, with the cure where there is one
 * @param cases the worst cases, worst first
 */
public record Finding(
    String check,
    Outcome outcome,
    Decides decides,
    Optional<Cause> cause,
    Severity severity,
    OptionalDouble statistic,
    OptionalDouble threshold,
    OptionalDouble pValue,
    OptionalDouble effect,
    String reason,
    List<CaseDeviation> cases) {
  public Finding {
    cases = List.copyOf(cases);
  }

  /** A fact that makes its run BROKEN. */
  public static Finding broken(String check, Cause cause, String reason) {
    return bare(
        check, Outcome.DEVIATED, Decides.FACT, Optional.of(cause), Severity.CRITICAL, reason);
  }

  /** A deviation beyond the margin, which makes its run DRIFTED. */
  public static Finding drifted(String check, Cause cause, String reason) {
    return bare(
        check, Outcome.DEVIATED, Decides.MARGIN, Optional.of(cause), Severity.CRITICAL, reason);
  }

  /** Something that cannot be judged. */
  public static Finding inconclusive(String check, Optional<Cause> cause, String reason) {
    return bare(check, Outcome.INCONCLUSIVE, Decides.MARGIN, cause, Severity.WARN, reason);
  }

  /** What was expected held. */
  public static Finding held(String check, Decides decides, String reason) {
    return bare(check, Outcome.HELD, decides, Optional.empty(), Severity.INFO, reason);
  }

  /** What was expected held, and there is something worth saying. */
  public static Finding noted(String check, Cause cause, Severity severity, String reason) {
    return bare(check, Outcome.HELD, Decides.MARGIN, Optional.of(cause), severity, reason);
  }

  private static Finding bare(
      String check,
      Outcome outcome,
      Decides decides,
      Optional<Cause> cause,
      Severity severity,
      String reason) {
    OptionalDouble none = OptionalDouble.empty();
    return new Finding(
        check, outcome, decides, cause, severity, none, none, none, none, reason, List.of());
  }

  /** The same finding with what was computed and what it was compared with. */
  public Finding measured(double computed, double limit) {
    return new Finding(
        check,
        outcome,
        decides,
        cause,
        severity,
        OptionalDouble.of(computed),
        OptionalDouble.of(limit),
        pValue,
        effect,
        reason,
        cases);
  }

  /** The same finding with a statistic that is compared with nothing. */
  public Finding measured(double computed) {
    return new Finding(
        check,
        outcome,
        decides,
        cause,
        severity,
        OptionalDouble.of(computed),
        threshold,
        pValue,
        effect,
        reason,
        cases);
  }

  /** The same finding with a p-value. */
  public Finding withPValue(double p) {
    return new Finding(
        check,
        outcome,
        decides,
        cause,
        severity,
        statistic,
        threshold,
        OptionalDouble.of(p),
        effect,
        reason,
        cases);
  }

  /** The same finding with the largest movement in output units; NaN leaves it without. */
  public Finding withEffect(double largest) {
    OptionalDouble size =
        Double.isNaN(largest) ? OptionalDouble.empty() : OptionalDouble.of(largest);
    return new Finding(
        check, outcome, decides, cause, severity, statistic, threshold, pValue, size, reason,
        cases);
  }

  /** The same finding with more to its sentence. */
  Finding saying(String more) {
    return new Finding(
        check,
        outcome,
        decides,
        cause,
        severity,
        statistic,
        threshold,
        pValue,
        effect,
        reason + more,
        cases);
  }

  /** The same finding about these cases. */
  public Finding about(List<CaseDeviation> worst) {
    return new Finding(
        check, outcome, decides, cause, severity, statistic, threshold, pValue, effect, reason,
        worst);
  }

  /** The same finding as a description that decides nothing. */
  public Finding describing() {
    return new Finding(
        check,
        outcome,
        Decides.NOTHING,
        cause,
        Severity.INFO,
        statistic,
        threshold,
        pValue,
        effect,
        reason,
        cases);
  }

  /** The same finding, held after all, because of what {@code why} says. */
  public Finding withdrawn(String why) {
    return judgedAgain(Outcome.HELD, why);
  }

  /** The same finding, which cannot be judged after all, because of what {@code why} says. */
  public Finding undecided(String why) {
    return judgedAgain(Outcome.INCONCLUSIVE, why);
  }

  private Finding judgedAgain(Outcome other, String why) {
    return new Finding(
        check,
        other,
        decides,
        cause,
        Severity.WARN,
        statistic,
        threshold,
        pValue,
        effect,
        reason + "; " + why,
        cases);
  }

  /** True when it makes a run BROKEN or DRIFTED. */
  public boolean condemns() {
    return outcome == Outcome.DEVIATED && decides != Decides.NOTHING;
  }

  /** True when it is worth an event of its own: it deviated or could not be judged. */
  public boolean isNews() {
    return outcome != Outcome.HELD;
  }
}
