package dev.canary.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Complaint;
import dev.canary.alert.Complaint.Kind;
import dev.canary.alert.Signal;
import dev.canary.check.AnswersCheck;
import dev.canary.check.Cause;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private int watches = 7;
  private final Doubts doubts = new Doubts(() -> watches);

  private static Signal.Ran telling(Kind... kinds) {
    return telling(Cause.EMPTY, kinds);
  }

  private static Signal.Ran telling(Cause cause, Kind... kinds) {
    List<Complaint> complaints =
        Arrays.stream(kinds)
            .map(kind -> new Complaint(kind, "x", Optional.of(cause), "why", List.of()))
            .toList();
    return new Signal.Ran("run", NOON, Tier.GOLDEN, Level.BROKEN, complaints, Signal.Way.AT_REST);
  }

  private List<Kind> heard(String watch, Kind... kinds) {
    return kinds(doubts.heard(watch, telling(kinds), false));
  }

  private static List<Kind> kinds(Signal.Ran signal) {
    return signal.complaints().stream().map(Complaint::kind).toList();
  }

  @Test
  void aFewWatchesThatFailAreHeard() {
    for (String watch : List.of("a", "b", "c")) {
      assertThat(heard(watch, Kind.TRANSIENT)).containsExactly(Kind.TRANSIENT);
    }
    assertThat(doubts.breaker()).isEmpty();
  }

  @Test
  void whenMostFailAtOnceOnlyWhatDoesNotPassIsHeard() {
    List.of("e", "f", "g").forEach(watch -> heard(watch));
    for (String watch : List.of("a", "b", "c")) {
      assertThat(heard(watch, Kind.TRANSIENT)).hasSize(1);
    }

    assertThat(heard("d", Kind.TRANSIENT, Kind.LASTING)).containsExactly(Kind.LASTING);
    assertThat(doubts.breaker()).hasValueSatisfying(why -> assertThat(why).contains("4 of 7"));

    assertThat(heard("a")).isEmpty();
    assertThat(doubts.breaker()).isEmpty();
    assertThat(heard("b", Kind.TRANSIENT)).containsExactly(Kind.TRANSIENT);
  }

  @Test
  void halfOfThemAreNotMost() {
    watches = 8;
    List.of("a", "b", "c", "d").forEach(watch -> heard(watch, Kind.TRANSIENT));

    assertThat(doubts.breaker()).isEmpty();
    watches = 7;
    assertThat(doubts.breaker()).isPresent();
    doubts.forget("d");
    assertThat(doubts.breaker()).isEmpty();
  }

  @Test
  void theFirstFewAfterAStartAreNotMost() {
    watches = 95;
    for (int i = 0; i < 47; i++) {
      assertThat(heard("w" + i, Kind.TRANSIENT)).containsExactly(Kind.TRANSIENT);
    }
    assertThat(heard("w47", Kind.TRANSIENT)).isEmpty();
  }

  @Test
  void aDaemonThatIsAtFaultItselfHearsNothingThatMayPass() {
    doubts.selfChecked(Optional.of("slow"));
    assertThat(heard("a", Kind.TRANSIENT, Kind.EVIDENCE)).containsExactly(Kind.EVIDENCE);

    doubts.selfChecked(Optional.empty());
    assertThat(heard("a", Kind.TRANSIENT)).containsExactly(Kind.TRANSIENT);
  }

  @Test
  void whoeverIsAtFaultItselfNeitherLoadsNorJudgesAnything() {
    Signal.Ran unloaded = telling(Cause.LOAD_FAILED, Kind.LASTING);
    Signal.Ran unsent = telling(Kind.UNJUDGED, Kind.LASTING);
    assertThat(Doubts.isDoubtful(unloaded)).isTrue();
    assertThat(Doubts.isDoubtful(unsent)).isTrue();
    assertThat(Doubts.isDoubtful(telling(Kind.LASTING))).isFalse();
    assertThat(kinds(doubts.heard("a", unloaded, false))).containsExactly(Kind.LASTING);

    doubts.selfChecked(Optional.of("too many open files"));
    assertThat(kinds(doubts.heard("a", unloaded, false))).isEmpty();
    assertThat(kinds(doubts.heard("a", unsent, false))).containsExactly(Kind.LASTING);
  }

  @Test
  void whatCouldNotBeSentForWantOfDescriptorsIsTheDaemonsFaultUntilTheNextLookFindsNoMore() {
    Complaint unsent =
        new Complaint(
            Kind.UNJUDGED,
            AnswersCheck.STARVED,
            Optional.empty(),
            "8 of 8 cases could not be sent by this machine; a: too many open files",
            List.of());
    Signal.Ran starved =
        new Signal.Ran(
            "run", NOON, Tier.GOLDEN, Level.INCONCLUSIVE, List.of(unsent), Signal.Way.AT_REST);
    doubts.selfChecked(Optional.empty());

    assertThat(kinds(doubts.heard("a", starved, false))).isEmpty();
    assertThat(heard("b", Kind.TRANSIENT)).isEmpty();
    assertThat(doubts.selfCheck()).hasValueSatisfying(why -> assertThat(why).contains("watch a"));

    doubts.selfChecked(Optional.empty());
    assertThat(doubts.selfCheck()).isPresent();
    assertThat(heard("b", Kind.TRANSIENT)).isEmpty();

    doubts.selfChecked(Optional.empty());
    assertThat(doubts.selfCheck()).isEmpty();
    assertThat(heard("b", Kind.TRANSIENT)).containsExactly(Kind.TRANSIENT);
  }

  @Test
  void aRunInWhichTheDaemonStoodStillTellsNothingThatMayPass() {
    Signal.Ran slow = telling(Cause.LATENCY, Kind.TRANSIENT);

    assertThat(kinds(doubts.heard("a", slow, true))).isEmpty();
    assertThat(kinds(doubts.heard("a", slow, false))).containsExactly(Kind.TRANSIENT);
  }
}
