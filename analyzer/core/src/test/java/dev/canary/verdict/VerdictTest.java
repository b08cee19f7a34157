package dev.canary.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.canary.check.Cause;
import dev.canary.check.Decides;
import dev.canary.check.Finding;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

  private static final Finding BROKEN = Finding.broken("a", Cause.NON_FINITE, "");
  private static final Finding DRIFTED = Finding.drifted("b", Cause.SHIFTED, "");
  private static final Finding CACHED = Finding.inconclusive("c", Optional.of(Cause.CACHED), "");
  private static final Finding NO_BASELINE = Finding.inconclusive("d", Optional.empty(), "");
  private static final Finding RENAMED =
      Finding.inconclusive("a", Optional.of(Cause.VERSION_CHANGE), "");
  private static final Finding NOTED = Finding.noted("e", Cause.BITS_CHANGED, Severity.WARN, "");
  private static final Finding HELD = Finding.held("f", Decides.FACT, "");

  static Stream<Arguments> precedence() {
    return Stream.of(
        arguments(List.of(), Level.HEALTHY, List.of()),
        arguments(List.of(HELD, NOTED), Level.HEALTHY, List.of()),
        arguments(List.of(NOTED, CACHED), Level.INCONCLUSIVE, List.of(Cause.CACHED)),
        arguments(List.of(NO_BASELINE, HELD), Level.INCONCLUSIVE, List.of()),
        arguments(List.of(NO_BASELINE, CACHED, DRIFTED), Level.DRIFTED, List.of(Cause.SHIFTED)),
        arguments(List.of(DRIFTED, CACHED, BROKEN), Level.BROKEN, List.of(Cause.NON_FINITE)),
        arguments(
            List.of(RENAMED, BROKEN),
            Level.BROKEN,
            List.of(Cause.VERSION_CHANGE, Cause.NON_FINITE)),
        arguments(List.of(RENAMED.describing(), BROKEN), Level.BROKEN, List.of(Cause.NON_FINITE)),
        arguments(List.of(BROKEN.describing()), Level.HEALTHY, List.of()),
        arguments(List.of(NO_BASELINE.describing()), Level.HEALTHY, List.of()),
        arguments(List.of(DRIFTED.withdrawn("")), Level.HEALTHY, List.of()),
        arguments(List.of(DRIFTED.undecided("")), Level.INCONCLUSIVE, List.of(Cause.SHIFTED)));
  }

  @ParameterizedTest
  @MethodSource("precedence")
  void theWorstFindingDecidesAndNamesTheCauses(
      List<Finding> findings, Level level, List<Cause> causes) {
    assertThat(Verdict.of(findings)).isEqualTo(new Verdict(level, causes));
    assertThat(
            Verdict.of(findings.stream().sorted((a, b) -> b.check().compareTo(a.check())).toList())
                .level())
        .isEqualTo(level);
  }

  @Test
  void causesAreNamedOnceInTheOrderOfTheChecks() {
    Finding changed = Finding.broken("g", Cause.WEIGHTS_CHANGED, "");

    assertThat(Verdict.of(List.of(changed, DRIFTED, BROKEN, changed)).causes())
        .containsExactly(Cause.WEIGHTS_CHANGED, Cause.NON_FINITE);
  }

  @Test
  void levelsAreOrderedWorstFirst() {
    assertThat(Level.values())
        .containsExactly(Level.BROKEN, Level.DRIFTED, Level.INCONCLUSIVE, Level.HEALTHY);
  }
}
