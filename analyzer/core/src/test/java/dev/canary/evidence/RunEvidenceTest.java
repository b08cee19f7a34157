package dev.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.canary.baseline.SuiteScores;
import dev.canary.evidence.EvidenceInput.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunEvidenceTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final SuiteScores MOVED = new SuiteScores(40, 20, 3);
  private static final SuiteScores QUIET = new SuiteScores(0, 0, 0);

  private static final List<SuiteScores> CAPTURES =
      IntStream.range(0, 20).mapToObj(i -> new SuiteScores(1 + i * 0.01, 0.5, 0)).toList();

  private final Evidence burst =
      Evidence.of(Calibration.of(Score.ALL, CAPTURES), Budget.DEFAULT.share(1, 3), "loans");

  private final Evidence spread =
      Evidence.of(
          Calibration.of(
              Score.ALL,
              CAPTURES,
              IntStream.range(0, 20).mapToObj(i -> NOON.plusSeconds(3600L * i)).toList()),
          Budget.DEFAULT.whole(),
          "loans");

  private static EvidenceInput next(Evidence evidence, Optional<HeldEvidence> held, Instant due) {
    return EvidenceInput.next(held, evidence, "sha256:a", due, TEN_SECONDS);
  }

  @Test
  void theFirstRunCountsOneInterval() {
    EvidenceInput first = next(burst, Optional.empty(), NOON);

    assertThat(first.origin()).isEqualTo(Origin.FIRST);
    assertThat(first.elapsed()).isEqualTo(TEN_SECONDS);
    assertThat(first.before()).isEqualTo(burst.start());
  }

  @Test
  void aRunGoesOnFromWhatIsHeldAgainstItsBaselineAndStartsAfreshAgainstAnother() {
    RunEvidence run =
        RunEvidence.of(burst, next(burst, Optional.empty(), NOON), Optional.of(MOVED));
    HeldEvidence held = run.held(Optional.empty(), "sha256:a", NOON);
    Instant later = NOON.plusSeconds(14);

    EvidenceInput same = next(burst, Optional.of(held), later);
    assertThat(same.origin()).isEqualTo(Origin.HELD);
    assertThat(same.before()).isEqualTo(run.step().state());
    assertThat(same.elapsed()).isEqualTo(Duration.ofSeconds(14));

    EvidenceInput other =
        EvidenceInput.next(Optional.of(held), burst, "sha256:b", later, TEN_SECONDS);
    assertThat(other.origin()).isEqualTo(Origin.OTHER_BASELINE);
    assertThat(other.before()).isEqualTo(burst.start());
    assertThat(other.elapsed()).isEqualTo(Duration.ofSeconds(14));

    HeldEvidence foreign = new HeldEvidence("sha256:a", new double[] {99, 1}, NOON);
    EvidenceInput unknown = next(burst, Optional.of(foreign), later);
    assertThat(unknown.origin()).isEqualTo(Origin.OTHER_FORMAT);
    assertThat(unknown.before()).isEqualTo(burst.start());
  }

  @Test
  void aStepIsMadeAgainBitForBitFromItsNumbers() {
    Optional<HeldEvidence> held = Optional.empty();
    Instant due = NOON;
    for (SuiteScores scores : List.of(QUIET, MOVED, MOVED, QUIET, MOVED)) {
      due = due.plusNanos(9_876_543_210L);
      EvidenceInput input = next(spread, held, due);
      RunEvidence run = RunEvidence.of(spread, input, Optional.of(scores));

      EvidenceInput read = EvidenceInput.of(input.toNumbers());
      Evidence rebuilt = Evidence.of(spread.calibration(), read.share(), "loans");

      assertThat(read).isEqualTo(input);
      assertThat(RunEvidence.of(rebuilt, read, Optional.of(scores)).step()).isEqualTo(run.step());
      held = Optional.of(run.held(held, "sha256:a", due));
    }
  }

  @Test
  void numbersThatAreNoInputAreRefused() {
    double[] numbers = next(burst, Optional.empty(), NOON).toNumbers();
    assertThat(numbers.length * Double.BYTES).as("bytes a run").isLessThan(4096);
    double[] otherFormat = numbers.clone();
    otherFormat[0] = 2;
    double[] otherOrigin = numbers.clone();
    otherOrigin[1] = 9;

    for (double[] wrong : List.of(new double[0], otherFormat, otherOrigin)) {
      assertThatIllegalArgumentException().isThrownBy(() -> EvidenceInput.of(wrong));
    }
  }

  @Test
  void theAlertComesWithTheRunThatWasForetold() {
    Optional<HeldEvidence> held = Optional.empty();
    int foretold = 0;
    int runs = 0;
    RunEvidence run;
    do {
      Instant due = NOON.plus(TEN_SECONDS.multipliedBy(++runs));
      run = RunEvidence.of(burst, next(burst, held, due), Optional.of(MOVED));
      held = Optional.of(run.held(held, "sha256:a", due));
      if (!run.step().alerted()) {
        int total = runs + run.runsToAlert().orElseThrow();
        assertThat(foretold).isIn(0, total);
        foretold = total;
      }
    } while (!run.step().alerted());

    assertThat(runs).isEqualTo(foretold).isLessThan(20);
    assertThat(run.isRising()).isTrue();
    assertThat(run.runsToAlert()).isEmpty();
    assertThat(run.step().state().alerts()).isEqualTo(1);
  }

  @Test
  void whatDoesNotRiseIsNotWorthALine() {
    RunEvidence quiet =
        RunEvidence.of(burst, next(burst, Optional.empty(), NOON), Optional.of(QUIET));
    RunEvidence none = RunEvidence.of(burst, next(burst, Optional.empty(), NOON), Optional.empty());
    RunEvidence once =
        RunEvidence.of(burst, next(burst, Optional.empty(), NOON), Optional.of(MOVED));

    assertThat(quiet.runsToAlert()).isEmpty();
    assertThat(quiet.isRising()).isFalse();
    assertThat(none.isRising()).isFalse();
    assertThat(once.runsToAlert()).isPresent();
    assertThat(once.isRising()).as("one run is far from the threshold").isFalse();
  }

  @Test
  void aLaneThatIsOffSaysWhy() {
    assertThat(offs(burst)).containsExactly("", burstReason(), burstReason(), burstReason());
    assertThat(offs(spread)).containsOnly("");
    assertThat(offs(Evidence.of(Calibration.of(Score.ALL, List.of()), Budget.DEFAULT.whole(), "w")))
        .containsOnly("no captures are held out");
    assertThat(
            offs(
                Evidence.of(
                    Calibration.of(Score.VALUES, CAPTURES.subList(0, 1)),
                    Budget.DEFAULT.whole(),
                    "w")))
        .startsWith("1 held-out captures are too few");
    List<Instant> hours =
        IntStream.range(0, 20).mapToObj(i -> NOON.plusSeconds(3600L * i)).toList();
    assertThat(
            offs(
                Evidence.of(
                    Calibration.of(Set.of(Score.LABELS), CAPTURES, hours),
                    Budget.DEFAULT.whole(),
                    "w")))
        .element(2)
        .isEqualTo("the suite scores labels alone");
  }

  private static String burstReason() {
    return "the captures were made in one burst";
  }

  private static List<String> offs(Evidence evidence) {
    EvidenceInput input = next(evidence, Optional.empty(), NOON);
    return RunEvidence.of(evidence, input, Optional.of(MOVED)).lanes().stream()
        .map(lane -> lane.off().orElse(""))
        .toList();
  }

  @Test
  void aThinnedLaneWaitsForItsBetAndThenTakesInAllThatWaited() {
    Optional<HeldEvidence> held = Optional.empty();
    Duration hour = Duration.ofHours(1);
    Instant due = NOON;
    double waited = 0;
    LaneStep slow;
    int runs = 0;
    do {
      due = due.plus(hour.dividedBy(2));
      runs++;
      EvidenceInput input = EvidenceInput.next(held, spread, "sha256:a", due, hour.dividedBy(2));
      RunEvidence run = RunEvidence.of(spread, input, Optional.of(QUIET));
      held = Optional.of(run.held(held, "sha256:a", due));
      LaneStep fast = run.lanes().get(0);
      assertThat(fast.bets()).isTrue();
      assertThat(fast.deposit()).isEqualTo(fast.share().orElseThrow() * run.step().deposit());
      slow = run.lanes().get(1);
      waited += slow.share().orElseThrow() * run.step().deposit();
    } while (!slow.bets());

    assertThat(runs).as("captures are an hour apart").isGreaterThan(1);
    assertThat(slow.deposit()).isCloseTo(waited, within(1e-18));
  }
}
