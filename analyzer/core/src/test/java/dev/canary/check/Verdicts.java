package dev.canary.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.baseline.Baseline;
import dev.canary.given.Given;
import dev.canary.given.Given.Judged;
import dev.canary.suite.OutputKind;
import dev.canary.suite.OutputSpec;
import dev.canary.suite.Precision;
import dev.canary.suite.Suite;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException.Reason;
import dev.canary.verdict.Verdict;
import dev.canary.verdict.Verdict.Level;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The table "From finding to exit code" of the product's description, row by row. The row "does not
 * load and there is no approved baseline" is an error of the command and has no finding.
 */
final class Verdicts {
  static final OutputSpec LOGITS = Given.spec(OutputKind.LOGITS, Precision.FP32);
  static final int CASES = 6;
  static final Suite SUITE = Given.suite(LOGITS, Given.cases(CASES));

  private Verdicts() {}

  static Output trusted(int position) {
    return Given.row(10, position, -3);
  }

  /** What was seen, and what must become of it. */
  record Row(String seen, Judged judged, String check, Expected expected) {
    void assertVerdict() {
      Finding finding = judged.finding(check);
      Verdict verdict = judged.verdict();

      assertThat(finding.cause()).isEqualTo(expected.cause());
      assertThat(finding.outcome()).isEqualTo(expected.outcome());
      assertThat(finding.decides()).isEqualTo(expected.decides());
      assertThat(finding.severity()).isEqualTo(expected.severity());
      assertThat(verdict.level()).isEqualTo(expected.verdict());
      if (verdict.level() == Level.HEALTHY || expected.cause().isEmpty()) {
        assertThat(verdict.causes()).isEmpty();
      } else {
        assertThat(verdict.causes()).startsWith(expected.cause().orElseThrow());
      }
      assertThat(finding.reason()).isNotBlank();
    }

    @Override
    public String toString() {
      return seen;
    }
  }

  record Expected(
      Optional<Cause> cause, Outcome outcome, Decides decides, Severity severity, Level verdict) {}

  static Expected broken(Cause cause) {
    return new Expected(
        Optional.of(cause), Outcome.DEVIATED, Decides.FACT, Severity.CRITICAL, Level.BROKEN);
  }

  static Expected drifted(Cause cause) {
    return new Expected(
        Optional.of(cause), Outcome.DEVIATED, Decides.MARGIN, Severity.CRITICAL, Level.DRIFTED);
  }

  static Expected healthy(Cause cause, Severity severity) {
    return new Expected(Optional.of(cause), Outcome.HELD, Decides.MARGIN, severity, Level.HEALTHY);
  }

  static Expected inconclusive(Optional<Cause> cause) {
    return new Expected(
        cause, Outcome.INCONCLUSIVE, Decides.MARGIN, Severity.WARN, Level.INCONCLUSIVE);
  }

  static Baseline stable(Suite suite, IntFunction<Output> answers) {
    return Given.baseline(suite, Given.model(), 26, (c, i) -> answers.apply(i));
  }

  /** A run of a bit-stable model. */
  static Judged run(ModelIdentity model, IntFunction<Output> now) {
    return Judged.of(SUITE, stable(SUITE, Verdicts::trusted), Given.run(SUITE, model, now));
  }

  static Judged run(Suite suite, IntFunction<Output> before, IntFunction<Output> now) {
    return Judged.of(suite, stable(suite, before), Given.run(suite, Given.model(), now));
  }

  static IntFunction<Output> butLast(Output last) {
    return i -> i == CASES - 1 ? last : trusted(i);
  }

  static Row failing(String seen, Reason reason, Cause cause) {
    return new Row(
        seen,
        Judged.of(
            SUITE, stable(SUITE, Verdicts::trusted), Given.failing(SUITE, Given.model(), reason)),
        AnswersCheck.NAME,
        broken(cause));
  }
}
