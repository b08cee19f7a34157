package dev.canary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Signal;
import dev.canary.alert.Transition.Kind;
import dev.canary.store.ActionLog.Open;
import dev.canary.store.ActionLog.Outcome;
import dev.canary.verdict.Verdict;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What became of transitions for actions: the same on every database. */
abstract class ActionContract extends AlertContract {
  private static final Instant START = Samples.START;
  private static final String PAGER = "pager";

  private List<Open> open(String action) {
    return store.actions().open(action, START, 10);
  }

  private static Signal.Ran fine(Instant at) {
    return new Signal.Ran(
        "w@" + at, at, Tier.GOLDEN, Verdict.Level.HEALTHY, List.of(), Signal.Way.AT_REST);
  }

  @Test
  void whatHappenedBeforeAnActionWasKnownIsNotOpenForIt() {
    step(broken("w@1", START));
    store.actions().register(PAGER);
    assertThat(open(PAGER)).isEmpty();

    for (int i = 1; i <= 3; i++) {
      step(fine(START.plusSeconds(i)));
    }
    store.actions().register(PAGER);
    store.actions().register("another");

    assertThat(open(PAGER)).extracting(o -> o.transition().kind()).containsExactly(Kind.RESOLVED);
    assertThat(open("another")).isEmpty();
    assertThat(open("unknown")).isEmpty();
  }

  @Test
  void anAttemptIsOneOnlysUntilItIsOverAndWhatIsDoneIsOpenNoMore() {
    ActionLog log = store.actions();
    log.register(PAGER);
    step(broken("w@1", START));
    Open first = open(PAGER).get(0);
    assertThat(first.attempts()).isZero();

    assertThat(log.claim(PAGER, first, START.plusSeconds(10))).isTrue();
    assertThat(log.claim(PAGER, first, START.plusSeconds(10))).as("by another").isFalse();
    Open second = open(PAGER).get(0);
    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.nextAt()).isEqualTo(START.plusSeconds(10));
    assertThat(log.claim(PAGER, second, START.plusSeconds(20))).isTrue();
    assertThat(log.claim(PAGER, second, START.plusSeconds(20))).isFalse();
    log.postpone(PAGER, first, START.plusSeconds(99));
    assertThat(open(PAGER).get(0).nextAt())
        .as("the second attempt is another's")
        .isEqualTo(START.plusSeconds(20));
    log.postpone(PAGER, second, START.plusSeconds(15));
    assertThat(open(PAGER).get(0).nextAt()).isEqualTo(START.plusSeconds(15));

    log.done(PAGER, first.transition(), Outcome.DELIVERED, START.plusSeconds(11));
    assertThat(open(PAGER)).isEmpty();
    assertThat(log.count(PAGER, Outcome.DELIVERED, START.plusSeconds(11))).isEqualTo(1);
    assertThat(log.count(PAGER, Outcome.DELIVERED, START.plusSeconds(12))).isZero();
    assertThat(log.cameTo(PAGER, first.transition().alert(), Outcome.DELIVERED)).isTrue();
    assertThat(log.cameTo(PAGER, first.transition().alert(), Outcome.DRY_RUN)).isFalse();
  }

  @Test
  void whatIsDoneWithoutAnAttemptIsDoneOnceAndForgottenAfterAMonth() {
    ActionLog log = store.actions();
    log.register(PAGER);
    step(broken("w@1", START));
    StoredTransition opened = open(PAGER).get(0).transition();

    log.done(PAGER, opened, Outcome.PASSED_OVER, START);
    log.done(PAGER, opened, Outcome.DELIVERED, START);
    assertThat(log.cameTo(PAGER, opened.alert(), Outcome.DELIVERED)).isFalse();

    Instant later = START.plus(ActionLog.KEPT).plus(Duration.ofNanos(1));
    step(fine(START.plusSeconds(1)));
    step(fine(START.plusSeconds(2)));
    step(fine(START.plusSeconds(3)));
    log.done(PAGER, open(PAGER).get(0).transition(), Outcome.DELIVERED, later);
    assertThat(log.cameTo(PAGER, opened.alert(), Outcome.PASSED_OVER)).isFalse();
  }

  @Test
  void whatStandsIsWhatOpenedAnAlertOrThatRunsStayAwayAndWhatWasResolvedLately() {
    assertThat(store.actions().standing(START)).isEmpty();
    step(broken("w@1", START));
    assertThat(kinds(START)).containsExactly(Kind.OPENED);

    step(new Signal.Passed(START.plusSeconds(3600)));
    assertThat(kinds(START)).as("runs stay away").containsExactly(Kind.STALE);

    Instant back = START.plusSeconds(3700);
    step(broken("w@2", back));
    assertThat(kinds(START)).containsExactly(Kind.OPENED);

    for (int i = 1; i <= 3; i++) {
      step(fine(back.plusSeconds(i)));
    }
    assertThat(kinds(back)).containsExactly(Kind.RESOLVED);
    assertThat(kinds(back.plusSeconds(4))).isEmpty();
  }

  private List<Kind> kinds(Instant resolvedSince) {
    return store.actions().standing(resolvedSince).stream().map(StoredTransition::kind).toList();
  }
}
