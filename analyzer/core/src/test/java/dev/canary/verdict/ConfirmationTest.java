package dev.canary.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Outcome;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

  private static final Finding MAX = Finding.drifted("deviation.max", Cause.SHIFTED, "far");
  private static final Finding RMS = Finding.drifted("deviation.rms", Cause.SHIFTED, "far");
  private static final Finding MAX_HELD = Finding.held("deviation.max", Decides.MARGIN, "near");
  private static final Finding FACT = Finding.broken("contract", Cause.NON_FINITE, "NaN");
  private static final Finding UNREACHABLE = Finding.broken("answers", Cause.UNREACHABLE, "gone");

  @Test
  void whatMarginFindingsAloneSayIsReplayedAgainAndSoIsALastingFact() {
    Finding notLoaded = Finding.broken("answers", Cause.LOAD_FAILED, "damaged");

    assertThat(Confirmation.isNeeded(List.of(MAX))).isTrue();
    assertThat(Confirmation.isNeeded(List.of(MAX, MAX_HELD))).isTrue();
    assertThat(Confirmation.isNeeded(List.of(MAX, FACT))).isTrue();
    assertThat(Confirmation.isNeeded(List.of(UNREACHABLE))).isFalse();
    assertThat(Confirmation.isNeeded(List.of(MAX, UNREACHABLE))).isFalse();
    assertThat(Confirmation.isNeeded(List.of(notLoaded))).isFalse();
    assertThat(Confirmation.isNeeded(List.of(MAX_HELD))).isFalse();
    assertThat(
            Confirmation.isNeeded(List.of(Finding.inconclusive("baseline", Optional.empty(), ""))))
        .isFalse();
  }

  @Test
  void aFactThatTheSecondReplayDoesNotRepeatStands() {
    assertThat(Confirmation.combine(List.of(MAX, FACT), List.of(MAX_HELD)))
        .containsExactly(MAX, FACT);
  }

  @Test
  void aMarginFindingThatTheSecondReplayRepeatsStandsAsItWas() {
    assertThat(Confirmation.combine(List.of(MAX), List.of(MAX))).containsExactly(MAX);
  }

  @Test
  void aMarginFindingThatTheSecondReplayDoesNotRepeatIsWithdrawnAndStaysToBeRead() {
    Finding withdrawn = Confirmation.combine(List.of(MAX), List.of(MAX_HELD)).get(0);

    assertThat(withdrawn.outcome()).isEqualTo(Outcome.HELD);
    assertThat(withdrawn.severity()).isEqualTo(Severity.WARN);
    assertThat(withdrawn.cause()).contains(Cause.SHIFTED);
    assertThat(withdrawn.reason()).isEqualTo("far; not confirmed by a second replay");
    assertThat(Verdict.of(List.of(withdrawn)).level()).isEqualTo(Level.HEALTHY);
  }

  @Test
  void eachScoreMustExceedTwice() {
    List<Finding> combined = Confirmation.combine(List.of(MAX, RMS), List.of(MAX_HELD, RMS));

    assertThat(combined.stream().map(Finding::outcome))
        .containsExactly(Outcome.HELD, Outcome.DEVIATED);
    assertThat(Confirmation.combine(List.of(MAX), List.of(MAX_HELD, RMS)).get(0).outcome())
        .isEqualTo(Outcome.HELD);
  }

  @Test
  void aFactNeedsNoConfirmation() {
    assertThat(Confirmation.combine(List.of(FACT, MAX_HELD), List.of()))
        .containsExactly(FACT, MAX_HELD);
  }

  @Test
  void aSecondReplayThatCouldNotBeJudgedNeitherConfirmsNorRefutes() {
    Finding undecided = Confirmation.combine(List.of(MAX), List.of(UNREACHABLE)).get(0);

    assertThat(undecided.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(undecided.reason())
        .isEqualTo("far; the second replay, which should confirm it, was BROKEN");
    assertThat(Verdict.of(List.of(undecided)).level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(Confirmation.combine(List.of(MAX), List.of(MAX, UNREACHABLE))).containsExactly(MAX);
  }
}
