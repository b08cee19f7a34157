package dev.canary.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.AlertState.Phase;
import dev.canary.alert.Complaint.Kind;
import dev.canary.check.Cause;
import dev.canary.check.Severity;
import dev.canary.verdict.Verdict.Level;
import dev.canary.watch.Policy;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertMachineTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /**
   * Runs every ten seconds, a letter each: fine, Unreachable, Slow, Contract violated, not Judged,
   * Evidence over 4 runs crossed, a Long one over 12, evidence rising to 0.6, 0.7 and 0.8 of the
   * way, Drifted, a fine smoke run; a dash is a run that does not come.
   */
  private static final class Story {
    private final AlertRules rules;
    private final List<String> told = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private AlertState state = AlertState.NONE;
    private int number;

    Story(Policy policy) {
      rules =
          new AlertRules(
              "credit", policy, Duration.ofMinutes(10), Duration.ofSeconds(60), Optional.empty());
    }

    Story runs(String letters) {
      for (int i = 0; i < letters.length(); i++) {
        char letter = letters.charAt(i);
        Instant at = START.plus(PERIOD.multipliedBy(number++));
        tell(letter == '-' ? new Signal.Passed(at) : run(letter, at));
      }
      return this;
    }

    Story tell(Signal signal) {
      AlertMachine.Step step = AlertMachine.step(rules, state, signal);
      state = step.state();
      transitions.addAll(step.transitions());
      for (Transition each : step.transitions()) {
        told.add("%s %d".formatted(each.kind(), number));
      }
      return this;
    }

    private Transition last() {
      return transitions.get(transitions.size() - 1);
    }
  }

  private static Signal.Ran run(char letter, Instant at) {
    return switch (letter) {
      case 'U' -> run(at, Level.BROKEN, complaint(Kind.TRANSIENT, Cause.UNREACHABLE));
      case 'S' -> run(at, Level.BROKEN, complaint(Kind.TRANSIENT, Cause.LATENCY));
      case 'C' -> run(at, Level.BROKEN, complaint(Kind.LASTING, Cause.CONTRACT));
      case 'J' -> run(at, Level.INCONCLUSIVE, complaint(Kind.UNJUDGED, Cause.NON_DETERMINISTIC));
      case 'E' -> crossed(at, 4);
      case 'L' -> crossed(at, 12);
      case '6', '7', '8' ->
          new Signal.Ran(
              "run@" + at,
              at,
              Tier.GOLDEN,
              Level.HEALTHY,
              List.of(),
              new Signal.Way((letter - '0') / 10.0, true, 1, Duration.ZERO));
      case 'D' ->
          new Signal.Ran(
              "run@" + at, at, Tier.GOLDEN, Level.DRIFTED, List.of(), Signal.Way.AT_REST);
      case 's' ->
          new Signal.Ran("run@" + at, at, Tier.SMOKE, Level.HEALTHY, List.of(), Signal.Way.AT_REST);
      default ->
          new Signal.Ran(
              "run@" + at, at, Tier.GOLDEN, Level.HEALTHY, List.of(), Signal.Way.AT_REST);
    };
  }

  private static Signal.Ran crossed(Instant at, int runs) {
    return new Signal.Ran(
        "run@" + at,
        at,
        Tier.GOLDEN,
        Level.DRIFTED,
        List.of(complaint(Kind.EVIDENCE, Cause.SHIFTED)),
        new Signal.Way(1, true, runs, PERIOD.multipliedBy(runs - 1)));
  }

  private static Complaint complaint(Kind kind, Cause cause) {
    return new Complaint(kind, "a check", Optional.of(cause), "it is so", List.of("case-1"));
  }

  private static Signal.Ran run(Instant at, Level level, Complaint complaint) {
    return new Signal.Ran(
        "run@" + at, at, Tier.GOLDEN, level, List.of(complaint), Signal.Way.AT_REST);
  }

  private static Policy policy(int failures, int of) {
    return new Policy(failures, of, 3, Duration.ZERO);
  }

  /** What is told, and by which run; runs are counted from 1. */
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    // Transient facts: any N of M.
    "3, 3, UU......,       ''",
    "3, 3, UUU,            OPENED 3",
    "3, 3, UU.UU.UU.,      ''",
    "3, 3, UUUUUUUU,       OPENED 3",
    "3, 3, USU,            OPENED 3",
    "2, 5, U...U,          OPENED 5",
    "2, 5, U....U,         ''",
    "1, 1, U,              OPENED 1",
    // Lasting facts and evidence: at once.
    "3, 3, C,              OPENED 1",
    "3, 3, 67E,            OPENED 3",
    "3, 3, DDDDDDDD,       ''",
    "3, 3, 666778,         ''",
    // What cannot be judged: a warning.
    "3, 3, JJJ,            OPENED 3",
    "3, 3, JJ.J,           ''",
    "3, 3, JUJ,            OPENED 3",
    // It gets worse.
    "3, 3, JJJC,           OPENED 3; ESCALATED 4",
    "3, 3, SSSU,           OPENED 3; ESCALATED 4",
    "3, 3, UUUS,           OPENED 3",
    "3, 3, CE,             OPENED 1",
    "3, 3, EC,             OPENED 1; ESCALATED 2",
    "3, 3, EU..,           OPENED 1",
    "3, 3, CCCC,           OPENED 1",
    // It is over.
    "3, 3, C..C...,        OPENED 1; RESOLVED 7",
    "3, 3, C...,           OPENED 1; RESOLVED 4",
    "3, 3, C..D...,        OPENED 1; RESOLVED 7",
    "3, 3, C...C,          OPENED 1; RESOLVED 4; OPENED 5",
    // Evidence that took 4 runs is over when 8 brought it no further.
    "3, 3, ...E.......,       OPENED 4",
    "3, 3, ...E........,      OPENED 4; RESOLVED 12",
    "3, 3, ...E......7.,      OPENED 4",
    "3, 3, ...E......7.......,  OPENED 4",
    "3, 3, ...E......7........, OPENED 4; RESOLVED 19",
    // What falls and wavers on its way down brings it no further, and so does chance in one run.
    "3, 3, ...E.8..67..6..,   OPENED 4; RESOLVED 14",
    "3, 3, ...E.D......,      OPENED 4; RESOLVED 12",
    "3, 3, ...E.......D..,    OPENED 4",
    "3, 3, ...E.......D...,   OPENED 4; RESOLVED 15",
    // It begins anew whenever it crosses its threshold.
    "3, 3, ...E...E.......,   OPENED 4",
    "3, 3, ...E.8.E7........, OPENED 4; RESOLVED 17",
    // The second time it is known better how long it takes; half as long at the least.
    "3, 3, EL.......................,   OPENED 1",
    "3, 3, EL........................,  OPENED 1; RESOLVED 26",
    "3, 3, LE...........,   OPENED 1",
    "3, 3, LE............,  OPENED 1; RESOLVED 14",
    // Runs that cannot be compared, or only in part, say nothing of it.
    "3, 3, ...E....UU....,    OPENED 4; RESOLVED 14",
    "3, 3, ...EssssJ.......,  OPENED 4",
    "3, 3, ...EssssJ........, OPENED 4; RESOLVED 17",
    // Nor does evidence that rises keep an alert about facts open, unless it rises further.
    "3, 3, C777,              OPENED 1",
    "3, 3, C.7...,            OPENED 1; RESOLVED 6",
    "3, 3, C7.7.,             OPENED 1; RESOLVED 5",
    // A smoke run shows only some of it.
    "3, 3, UUUsss,         OPENED 3; RESOLVED 6",
    "3, 3, Csss...,        OPENED 1; RESOLVED 7",
    "3, 3, C.s.s.,         OPENED 1; RESOLVED 6",
    "3, 3, UsUU,           ''",
    // Runs stay away.
    "3, 3, ..------,       STALE 8",
    "3, 3, ..-------.,     STALE 8; RESOLVED 10",
    "3, 3, .------------,  STALE 7",
    "3, 3, C-------C,      OPENED 1; STALE 7",
    "3, 3, C-------...,    OPENED 1; STALE 7; RESOLVED 11"
  })
  void alertsLiveByTheirRules(int failures, int of, String runs, String told) {
    Story story = new Story(policy(failures, of)).runs(runs);

    assertThat(String.join("; ", story.told)).isEqualTo(told);
  }

  @Test
  void aRunThatWasSeenBeforeChangesNothing() {
    Story story = new Story(policy(3, 3)).runs("UU");
    AlertState before = story.state;

    story.tell(run('U', START)).tell(run('U', START.plus(PERIOD)));

    assertThat(story.state).isEqualTo(before);
    assertThat(story.told).isEmpty();
  }

  @Test
  void aFaultBeginsWithTheFirstRunThatTellsItWhateverEvidenceDidBefore() {
    Story story = new Story(policy(3, 3)).runs("67UUU");

    assertThat(story.last().since()).isEqualTo(START.plus(PERIOD.multipliedBy(2)));
    assertThat(new Story(policy(3, 3)).runs("..678E").last().since())
        .as("the fourth run before, itself included")
        .isEqualTo(START.plus(PERIOD.multipliedBy(2)));
  }

  @Test
  void whatRisesIsPending() {
    assertThat(new Story(policy(3, 3)).runs(".6").state.phase())
        .isEqualTo(AlertState.Phase.PENDING);
    assertThat(new Story(policy(3, 3)).runs("6.").state.phase()).isEqualTo(AlertState.Phase.QUIET);
    assertThat(new Story(policy(2, 5)).runs("U..").state.phase())
        .isEqualTo(AlertState.Phase.PENDING);
  }

  @Test
  void anAlertIsOverOnlyAfterTheTimeThatThePolicyNames() {
    Policy patient = new Policy(3, 3, 3, Duration.ofMinutes(1));

    assertThat(new Story(patient).runs("C......").told).containsExactly("OPENED 1");
    assertThat(new Story(patient).runs("C.......").told).containsExactly("OPENED 1", "RESOLVED 8");
  }

  @Test
  void anOpenAlertIsRemindedOfUntilSomebodyTakesItOver() {
    // Ten minutes are sixty runs.
    Story story = new Story(policy(3, 3)).runs("C".repeat(122));
    assertThat(story.told).containsExactly("OPENED 1", "REMINDED 61", "REMINDED 121");

    String alert = story.state.alert().orElseThrow().id();
    Instant now = START.plus(PERIOD.multipliedBy(122));
    story.tell(new Signal.Acknowledged(now, alert, "kim", Optional.empty()));
    story.runs("C".repeat(122));

    assertThat(story.told).hasSize(3);
    assertThat(story.state.alert().orElseThrow().acknowledgedBy()).contains("kim");
  }

  @Test
  void aReminderSaysWhatIsStillWrongOrHowFarItIsOver() {
    Story wrong = new Story(policy(3, 3)).runs("C".repeat(61));
    assertThat(wrong.last().reason()).isEqualTo("still wrong: it is so");
    assertThat(wrong.last().run()).contains("run@" + wrong.last().at());
    assertThat(wrong.last().complaints()).hasSize(1);

    Story ending = new Story(new Policy(3, 3, 90, Duration.ZERO)).runs("C".repeat(59) + "..");
    assertThat(ending.last().reason())
        .isEqualTo("not over yet: 2 runs in a row were fine, since 2026-11-21T12:09:50Z");
    assertThat(ending.last().run()).isEmpty();

    Story alone = new Story(policy(3, 3)).runs("C".repeat(58) + "---");
    assertThat(alone.last().reason())
        .isEqualTo("still wrong at the last run, 2026-11-21T12:09:30Z: CONTRACT");
  }

  @Test
  void aWatchIsStaleFromTheSameInstantOnWhoeverNoticesIt() {
    Transition early = new Story(policy(3, 3)).runs("..-----").tell(passed(75)).last();
    Transition late = new Story(policy(3, 3)).runs("..").tell(passed(3600)).last();

    assertThat(late).isEqualTo(early);
    assertThat(late.at()).isEqualTo(START.plusSeconds(70));
    assertThat(late.reason()).startsWith("no run since 2026-11-21T12:00:10Z");
  }

  @Test
  void aWatchThatNeverRanIsStaleFromWhenItsFirstRunWasFirstMissed() {
    Story story = new Story(policy(3, 3)).tell(passed(5)).tell(passed(64));
    assertThat(story.told).isEmpty();

    story.tell(passed(65)).tell(passed(125));
    assertThat(story.transitions).hasSize(1);
    assertThat(story.last().kind()).isEqualTo(Transition.Kind.STALE);
    assertThat(story.last().since()).isEqualTo(START.plusSeconds(5));

    story.tell(run('.', START.plusSeconds(130)));
    assertThat(story.transitions).hasSize(2);
    assertThat(story.last().kind()).isEqualTo(Transition.Kind.RESOLVED);
    assertThat(story.last().alert()).isEqualTo(story.transitions.get(0).alert());
  }

  @Test
  void whatAnAlertWasToldForCountsTowardsNoOther() {
    // 3 of 5, over after three fine runs: then one failure is one.
    Story story = new Story(policy(3, 5)).runs("UUU...");
    assertThat(story.last().kind()).isEqualTo(Transition.Kind.RESOLVED);

    story.runs("UU");
    assertThat(story.transitions).hasSize(2);
    story.runs(".U");
    assertThat(story.last().kind()).isEqualTo(Transition.Kind.OPENED);
  }

  @Test
  void thatRunsStayAwayStandsAgainstAWatchUntilTheyAreBack() {
    Story story = new Story(policy(3, 3)).runs(".").tell(passed(600));
    assertThat(story.last().kind()).isEqualTo(Transition.Kind.STALE);
    assertThat(story.state.standing("credit").map(Alert::id)).contains(story.last().alert());

    story.tell(run('.', START.plusSeconds(700)));
    assertThat(story.state.standing("credit")).isEmpty();
  }

  @Test
  void aFirstRunCountsAlthoughSomebodyHadMissedItBefore() {
    Story story = new Story(policy(3, 3)).tell(passed(65)).tell(run('C', START));

    assertThat(story.last().kind()).isEqualTo(Transition.Kind.OPENED);
    assertThat(story.state.recent().lastRunAt()).contains(START);
  }

  private static Signal passed(long seconds) {
    return new Signal.Passed(START.plusSeconds(seconds));
  }

  @Test
  void anotherAlertIsNotTakenOver() {
    Story story = new Story(policy(3, 3)).runs("C");

    story.tell(new Signal.Acknowledged(START, "credit!other", "kim", Optional.empty()));

    assertThat(story.state.alert().orElseThrow().acknowledgedBy()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "C, OPENED 1;RESOLVED 1",
    "C------, OPENED 1;STALE 7;RESOLVED 7",
    "UU, ''",
    "..., ''"
  })
  void whatIsToldOfAWatchThatWasRemovedIsOverAndItBeginsAnewIfItComesBack(
      String runs, String told) {
    Story story = new Story(policy(3, 3)).runs(runs);
    story.tell(new Signal.Removed(START.plus(PERIOD.multipliedBy(9))));

    assertThat(String.join(";", story.told)).isEqualTo(told);
    assertThat(story.state).isEqualTo(AlertState.NONE);
    assertThat(story.transitions.stream().map(Transition::alert).distinct().count())
        .isLessThanOrEqualTo(1);
    story.runs("UU");
    assertThat(story.state.phase()).isEqualTo(Phase.PENDING);
  }

  @Test
  void aWatchWithoutAnAlertThatFellSilentAndWasRemovedIsToldToBeOver() {
    Story story = new Story(policy(3, 3)).runs(".-------");
    story.tell(new Signal.Removed(START.plus(PERIOD.multipliedBy(9))));

    assertThat(story.told).hasSize(2);
    assertThat(story.last().reason()).isEqualTo("the watch was removed");
    assertThat(story.last().alert()).isEqualTo(story.transitions.get(0).alert());
  }

  @Test
  void whereNoRunIsDueForLongNobodyIsSilentBefore() {
    Duration hours = Duration.ofHours(8);
    AlertRules rules =
        new AlertRules("credit", policy(3, 3), hours, Duration.ofMinutes(10), Optional.empty());

    assertThat(rules.dueAfter(hours).staleAfter()).isGreaterThan(hours);
    assertThat(rules.dueAfter(Duration.ofMinutes(5))).isEqualTo(rules);
  }

  @Test
  void whatGetsWorseHasToBeTakenOverAnew() {
    Story story = new Story(policy(3, 3)).runs("JJJ");
    String alert = story.state.alert().orElseThrow().id();
    story.tell(new Signal.Acknowledged(START, alert, "kim", Optional.empty())).runs("C");

    assertThat(story.last().kind()).isEqualTo(Transition.Kind.ESCALATED);
    assertThat(story.state.alert().orElseThrow().acknowledgedBy()).isEmpty();
  }

  @Test
  void anEventTellsWhatChangedSinceWhenAndHowLongItTook() {
    Story story = new Story(policy(3, 3)).runs("..UUU");
    Transition opened = story.last();

    assertThat(opened.id()).isEqualTo("credit!2026-11-21T12:00:20Z/opened/2026-11-21T12:00:40Z");
    assertThat(opened.since()).isEqualTo(START.plusSeconds(20));
    assertThat(opened.delay()).isEqualTo(Duration.ofSeconds(20));
    assertThat(opened.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(opened.causes()).containsExactly(Cause.UNREACHABLE);
    assertThat(opened.reason()).isEqualTo("it is so");
    assertThat(opened.complaints().get(0).cases()).containsExactly("case-1");
    assertThat(story.runs("...").last().alert()).isEqualTo(opened.alert());
  }

  @Test
  void whatCannotBeJudgedWarns() {
    assertThat(new Story(policy(3, 3)).runs("JJJ").last().severity()).isEqualTo(Severity.WARN);
  }

  @Test
  void aWatchIsPendingWhileSomethingIsWrongAndNotOftenEnough() {
    assertThat(new Story(policy(3, 3)).runs(".").state.phase()).isEqualTo(Phase.QUIET);
    assertThat(new Story(policy(3, 3)).runs(".UU").state.phase()).isEqualTo(Phase.PENDING);
    assertThat(new Story(policy(3, 3)).runs(".UU.").state.phase()).isEqualTo(Phase.QUIET);
    assertThat(new Story(policy(2, 5)).runs(".U..").state.phase()).isEqualTo(Phase.PENDING);
    assertThat(new Story(policy(3, 3)).runs("UUU").state.phase()).isEqualTo(Phase.OPEN);
  }
}
