package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition.Kind;
import dev.canary.app.action.Endpoint.Post;
import dev.canary.format.ActionSettings;
import dev.canary.store.Store;
import dev.canary.store.StoredTransition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deed is done once, whatever breaks on the way. */
class DeedFollowUpTest extends DeedStage {
  @Test
  void aTransitionIsPostedOnceWithTheEventItsIdAndASignature() throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      StoredTransition opened = incidents.happens("fraud", Kind.OPENED);

      followUp.pass();
      followUp.pass();

      assertThat(endpoint.posts()).hasSize(1);
      Post post = endpoint.posts().get(0);
      assertThat(post.path()).isEqualTo("/hook");
      assertThat(post.body())
          .isEqualTo(opened.summary())
          .contains("\"fallback\":{\"target\":\"http://b:8000\",\"safe\":true");
      assertThat(post.headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("ce-id", opened.id())
          .containsEntry("ce-type", "dev.canary.alert.v1")
          .containsEntry("ce-source", "/canary/watches/fraud")
          .containsEntry("webhook-id", Signature.id(opened.id()))
          .containsAllEntriesOf(
              Signature.of("pager", SECRET)
                  .headers(Signature.id(opened.id()), incidents.now(), post.body()));
      assertThat(said).isEmpty();
    }
  }

  @Test
  void whatHappenedWhileNobodyWasThereIsFollowedAfterARestart() throws Exception {
    followUp().close();
    incidents.happens("fraud", Kind.OPENED);
    incidents.passes(Duration.ofHours(20));
    incidents.happens("fraud", Kind.RESOLVED);

    try (Store store = incidents.another();
        DeedFollowUp followUp = followUp(live(), store)) {
      followUp.pass();
    }

    assertThat(told()).containsExactly("OPENED", "RESOLVED");
  }

  @ParameterizedTest
  @CsvSource({
    "500, answered HTTP 500",
    "404, answered HTTP 404",
    "302, 'a redirect, which is not followed'",
  })
  void aReceiverThatDoesNotTakeItIsAskedAgainAndLaterOnesOfTheWatchWait(int status, String why)
      throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      endpoint.answers(status, status);
      incidents.happens("fraud", Kind.OPENED);
      incidents.happens("fraud", Kind.ESCALATED);

      Duration pause = followUp.pass();
      followUp.pass();

      assertThat(told()).containsExactly("OPENED");
      assertThat(said).hasSize(1).first().asString().contains(why).doesNotContain("/hook");
      assertThat(pause).isEqualTo(Duration.ofSeconds(5));

      incidents.passes(pause);
      assertThat(followUp.pass()).isEqualTo(Duration.ofSeconds(10));
      incidents.passes(Duration.ofSeconds(10));
      followUp.pass();

      assertThat(told()).containsExactly("OPENED", "OPENED", "OPENED", "ESCALATED");
      assertThat(endpoint.posts().stream().map(p -> p.headers().get("webhook-id")).distinct())
          .as("the same id for the same transition")
          .hasSize(2);
    }
  }

  @Test
  void aReceiverThatNeverAnswersIsGivenUpWithinTheTimeout() throws Exception {
    ActionSettings all = live();
    ActionSettings hasty =
        new ActionSettings(
            all.name(),
            all.deed(),
            all.on(),
            all.atLeast(),
            all.rate(),
            Duration.ofMillis(500),
            all.dryRun());
    try (DeedFollowUp followUp = followUp(hasty, incidents.store())) {
      endpoint.answers(Endpoint.SILENCE);
      incidents.happens("fraud", Kind.OPENED);

      followUp.pass();

      assertThat(said).hasSize(1).first().asString().contains("within 0.500 s");
    }
  }

  @Test
  void aReceiverThatIsDownIsToldWhenItIsBackAndOtherWatchesToo() throws Exception {
    endpoint.close();
    try (DeedFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      incidents.happens("churn", Kind.OPENED);

      followUp.pass();

      assertThat(said).hasSize(2).allMatch(line -> line.contains("refused"));
    }
  }

  @Test
  void whatNobodyTakesForADayIsGivenUpAndSaid() throws Exception {
    endpoint.close();
    try (DeedFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      for (int i = 0; i < 60; i++) {
        followUp.pass();
        incidents.passes(Duration.ofHours(1));
      }

      assertThat(said).last().asString().contains("given up after 25 attempts");
      assertThat(said).hasSize(25);
    }
  }

  @Test
  void aDaemonThatDiesBetweenTheDeedAndTheNoteIsFollowedByAnotherAttemptWithTheSameId()
      throws Exception {
    followUp().close();
    StoredTransition opened = incidents.happens("fraud", Kind.OPENED);
    var log = incidents.store().actions();
    var open = log.open("pager", Incidents.START.minusSeconds(1), 1).get(0);
    assertThat(log.claim("pager", open, incidents.now().plusSeconds(10))).isTrue();

    try (Store store = incidents.another();
        DeedFollowUp survivor = followUp(live(), store)) {
      survivor.pass();
      assertThat(endpoint.posts()).as("the attempt of the dead may still be under way").isEmpty();
      incidents.passes(Duration.ofSeconds(10));
      survivor.pass();
    }

    assertThat(endpoint.posts())
        .extracting(post -> post.headers().get("webhook-id"))
        .containsExactly(Signature.id(opened.id()));
  }

  @Test
  void ofTwoDaemonsOneMakesTheAttempt() throws Exception {
    try (Store store = incidents.another();
        DeedFollowUp one = followUp();
        DeedFollowUp other = followUp(live(), store)) {
      incidents.happens("fraud", Kind.OPENED);
      Thread first = new Thread(one::pass);
      first.start();
      other.pass();
      first.join();
      one.pass();
      other.pass();

      assertThat(told()).containsExactly("OPENED");
    }
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepItFromTryingAgain() throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      endpoint.answers(500);
      incidents.happens("fraud", Kind.OPENED);
      followUp.pass();
      incidents.passes(Duration.ofHours(-2));

      followUp.pass();

      assertThat(told()).containsExactly("OPENED", "OPENED");
    }
  }
}
