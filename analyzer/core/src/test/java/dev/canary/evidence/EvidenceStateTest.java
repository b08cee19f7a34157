package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.baseline.SuiteScores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceStateTest {

  private static final Evidence EVIDENCE = Simulated.everyRun(100);

  @Test
  void aStateIsAtMost512NumbersWhateverTheDesign() {
    assertThat(EvidenceState.LENGTH).isLessThanOrEqualTo(512);
    for (int captures : List.of(0, 1, 10, 100, 1_000)) {
      for (var scores : List.of(Score.ALL, Score.VALUES, Score.LABELS_ONLY)) {
        Evidence spread =
            Evidence.of(Simulated.spread(captures, scores), Budget.DEFAULT.whole(), "w");
        assertThat(spread.start().toNumbers()).hasSize(EvidenceState.LENGTH);
      }
    }
  }

  @Property(tries = 30)
  void aRestartAtAnyRunChangesNothing(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int restarts) {
    EvidenceStepper through = EVIDENCE.stepper(EVIDENCE.start());
    EvidenceState stored = EVIDENCE.start();
    List<SuiteScores> runs = Simulated.captures(120, random.nextLong());
    for (SuiteScores run : runs) {
      boolean failed = random.nextInt(10) == 0;
      boolean alerted =
          failed
              ? through.skip(Simulated.TEN_SECONDS, Simulated.TEN_SECONDS)
              : through.step(run, Simulated.TEN_SECONDS, Simulated.TEN_SECONDS);
      if (random.nextInt(40) < restarts) {
        stored = EvidenceState.of(stored.toNumbers());
      }
      EvidenceStep step =
          EVIDENCE.step(
              stored,
              failed ? Optional.empty() : Optional.of(run),
              Simulated.TEN_SECONDS,
              Simulated.TEN_SECONDS);
      stored = step.state();
      assertThat(step.alerted()).isEqualTo(alerted);
      assertThat(step.lanes()).isEqualTo(through.lanes());
    }
    assertThat(stored).isEqualTo(through.state());
    assertThat(stored.runs()).isEqualTo(120);
  }

  @Test
  void aStateOfAnotherFormatOrLengthIsRefused() {
    double[] numbers = EVIDENCE.start().toNumbers();
    assertThatThrownBy(() -> EvidenceState.of(new double[0]))
        .hasMessage("evidence is of format (none), not 2");
    assertThatThrownBy(() -> EvidenceState.of(Arrays.copyOf(numbers, 100)))
        .hasMessage("evidence has 100 numbers, not the " + EvidenceState.LENGTH + " of its format");
    numbers[0] = 1;
    assertThatThrownBy(() -> EvidenceState.of(numbers))
        .hasMessage("evidence is of format 1.0, not 2");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1})
  void aNumberThatNoStateHoldsIsRefusedByItsPlace(double wrong) {
    for (int place : new int[] {Slots.RUNS, Slots.SINCE_BET, Slots.COUNTS, Slots.LENGTH - 1}) {
      double[] numbers = EVIDENCE.start().toNumbers();
      numbers[place] = wrong;
      assertThatThrownBy(() -> EvidenceState.of(numbers))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("evidence has " + wrong + " as number " + place);
    }
    double[] numbers = EVIDENCE.start().toNumbers();
    numbers[Slots.FAST] = wrong;
    if (wrong < 0) {
      assertThat(EvidenceState.of(numbers).toNumbers()).isEqualTo(numbers);
    } else {
      assertThatThrownBy(() -> EvidenceState.of(numbers)).hasMessageContaining("as number 15");
    }
  }

  @Test
  void theArrayOfAStateIsItsOwn() {
    double[] numbers = EVIDENCE.start().toNumbers();
    EvidenceState state = EvidenceState.of(numbers);
    numbers[Slots.RUNS] = 7;
    state.toNumbers()[Slots.RUNS] = 8;
    assertThat(state.runs()).isZero();
    assertThat(state).isEqualTo(EVIDENCE.start()).hasSameHashCodeAs(EVIDENCE.start());
    assertThat(state).hasToString("EvidenceState[runs=0, alerts=0]");
  }

  /** The layout is a file format: an index that moves needs a new number. */
  @ParameterizedTest
  @EnumSource(Score.class)
  void thePlacesOfFormat1AreFixed(Score score) {
    assertThat(Slots.FAST).isEqualTo(15);
    assertThat(Slots.SLOW).isEqualTo(27);
    assertThat(Slots.BETTING).isEqualTo(51);
    assertThat(Slots.GROWING).isEqualTo(59);
    assertThat(Slots.COUNTS).isEqualTo(68);
    assertThat(Slots.DAY_MEANS).isEqualTo(260);
    assertThat(Slots.AGES).isEqualTo(320);
    assertThat(Slots.SINCE_FAST).isEqualTo(373);
    assertThat(EvidenceState.LENGTH).isEqualTo(374);
    assertThat(List.of(Score.MAX, Score.RMS, Score.LABELS).indexOf(score)).isEqualTo(score.index());
  }
}
