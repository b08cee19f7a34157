package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Transition.Kind;
import dev.canary.app.action.ActionCounts.Result;
import dev.canary.app.action.Endpoint.Post;
import dev.canary.app.metrics.Metrics;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.check.Severity;
import dev.canary.format.ActionSettings;
import dev.canary.format.ActionSettings.Rate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which transitions are followed by a deed, and which are held back. */
class FollowedTransitionsTest extends DeedStage {
  @Test
  void whatHappenedBeforeAnActionWasKnownIsHistory() throws Exception {
    incidents.happens("fraud", Kind.OPENED);
    try (DeedFollowUp followUp = followUp()) {
      followUp.pass();
      incidents.happens("fraud", Kind.RESOLVED);
      followUp.pass();

      assertThat(told()).as("nobody was told that it began").isEmpty();
    }
  }

  @Test
  void whatIsTooOftenWaits() throws Exception {
    ActionSettings two =
        settings(EnumSet.allOf(Kind.class), new Rate(2, Duration.ofMinutes(10)), false);
    try (DeedFollowUp followUp = followUp(two, incidents.store())) {
      List.of("a", "b", "c").forEach(watch -> incidents.happens(watch, Kind.OPENED));

      followUp.pass();
      followUp.pass();
      assertThat(told()).hasSize(2);
      assertThat(said).containsExactly("action pager: c OPENED: waits: 2 in 10m are allowed");

      incidents.passes(Duration.ofMinutes(11));
      followUp.pass();
      assertThat(told()).hasSize(3);
    }
  }

  @Test
  void aDryRunOnlySaysWhatItWouldFollow() throws Exception {
    ActionSettings dry = settings(EnumSet.allOf(Kind.class), Rate.DEFAULT, true);
    try (DeedFollowUp followUp = followUp(dry, incidents.store())) {
      incidents.happens("fraud", Kind.OPENED);
      followUp.pass();
      followUp.pass();

      assertThat(endpoint.posts()).isEmpty();
      assertThat(said)
          .containsExactly("action pager: fraud OPENED: would be followed if dryRun were false");
    }
  }

  @Test
  void onlyWhatAnActionIsForIsFollowed() throws Exception {
    ActionSettings some = settings(EnumSet.of(Kind.OPENED, Kind.RESOLVED), Rate.DEFAULT, false);
    try (DeedFollowUp followUp = followUp(some, incidents.store())) {
      incidents.happens("other", Kind.OPENED);
      incidents.isOnly(Severity.INFO);
      incidents.happens("fraud", Kind.OPENED);
      incidents.happens("fraud", Kind.RESOLVED);
      incidents.isOnly(Severity.WARN);
      incidents.happens("churn", Kind.OPENED);
      incidents.happens("churn", Kind.RESOLVED);

      followUp.pass();

      assertThat(endpoint.posts()).extracting(Post::body).allMatch(b -> b.contains("\"churn\""));
      assertThat(told()).containsExactly("OPENED", "RESOLVED");
    }
  }

  @Test
  void whatIsSilencedPagesNobodyButAnEndIsToldToWhomeverWasToldOfTheBeginning() throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      incidents.isSilenced();
      incidents.happens("fraud", Kind.ESCALATED);
      incidents.happens("churn", Kind.OPENED);
      incidents.happens("churn", Kind.RESOLVED);
      incidents.happens("fraud", Kind.RESOLVED);

      followUp.pass();

      assertThat(told()).containsExactly("OPENED", "RESOLVED");
    }
  }

  @Test
  void oneDeedFollowsAnAlertHoweverOftenItIsRemindedOfOrGetsWorse() throws Exception {
    ActionSettings once = settings(EnumSet.of(Kind.OPENED), Rate.DEFAULT, false);
    try (DeedFollowUp followUp = followUp(once, incidents.store())) {
      for (Kind kind : new Kind[] {Kind.OPENED, Kind.ESCALATED, Kind.REMINDED, Kind.RESOLVED}) {
        incidents.happens("fraud", kind);
      }

      followUp.pass();

      assertThat(told()).containsExactly("OPENED");
    }
  }

  @Test
  void whatBeganBelowTheSeverityOrUnderASilenceIsFollowedOnceItMayBe() throws Exception {
    ActionSettings once = settings(EnumSet.of(Kind.OPENED), Rate.DEFAULT, false);
    try (DeedFollowUp followUp = followUp(once, incidents.store())) {
      incidents.isOnly(Severity.INFO);
      incidents.happens("fraud", Kind.OPENED);
      incidents.isOnly(Severity.CRITICAL);
      incidents.happens("fraud", Kind.ESCALATED);
      incidents.happens("fraud", Kind.REMINDED);
      incidents.isSilenced();
      incidents.happens("churn", Kind.OPENED);
      incidents.isSilencedNoMore();
      incidents.happens("churn", Kind.REMINDED);
      incidents.happens("churn", Kind.REMINDED);

      followUp.pass();

      assertThat(told()).containsExactly("ESCALATED", "REMINDED");
    }
  }

  @Test
  void whatAnActionDidIsCounted() throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      endpoint.answers(200, 500);
      incidents.happens("fraud", Kind.OPENED);
      incidents.happens("churn", Kind.OPENED);
      incidents.isSilenced();
      incidents.happens("loans", Kind.OPENED);
      followUp.pass();
    }
    ActionCounts.Tally tally = counts.of("pager");
    assertThat(Stream.of(Result.values()).map(tally::count))
        .as("delivered, failed, gave up, held back, dry run")
        .containsExactly(1L, 1L, 0L, 1L, 0L);
    assertThat(tally.waiting()).isEqualTo(1);

    DaemonStatus idle =
        new DaemonStatus(
            Incidents.START,
            List.of(),
            Incidents.START,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty());
    Metrics metrics = new Metrics(() -> idle, counts::all, incidents.clock(), "1");
    assertThat(new String(metrics.exposition("").body(), StandardCharsets.UTF_8))
        .contains("canary_actions_total{action=\"pager\",result=\"failed\"} 1.0")
        .contains("canary_actions_waiting{action=\"pager\"} 1.0");
  }

  @Test
  void theAlertsOfAWatchOnTrialAreForNobody() throws Exception {
    try (DeedFollowUp followUp = followUp()) {
      incidents.isOnTrial();
      incidents.happens("fraud", Kind.OPENED);

      followUp.pass();

      assertThat(endpoint.posts()).isEmpty();
    }
  }
}
