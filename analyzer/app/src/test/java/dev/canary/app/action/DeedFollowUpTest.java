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
import dev.canary.format.ActionSettings.Recipient;
import dev.canary.format.ActionSettings.Webhook;
import dev.canary.format.Secret;
import dev.canary.http.wire.TlsSettings;
import dev.canary.store.Store;
import dev.canary.store.StoredTransition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DeedFollowUpTest {
  /**
   * A busy machine must not make a receiver look slow; with the first pause below the next look.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path folder = Path.of("");
  private final List<String> said = new ArrayList<>();
  private final ActionCounts counts = new ActionCounts();
  private Endpoint endpoint;
  private Incidents incidents;

  @BeforeEach
  void start() throws IOException {
    endpoint = new Endpoint();
    incidents = new Incidents(folder.resolve("state.db"));
  }

  @AfterEach
  void end() {
    incidents.close();
    endpoint.close();
  }

  private static ActionSettings settings(Set<Kind> on, Rate rate, boolean dryRun) {
    Secret any = Secret.shown("any");
    return new ActionSettings(
        "pager",
        new Webhook(new Recipient(any, Map.of(), ActionSettings.Tls.SYSTEM), any),
        on,
        Severity.WARN,
        rate,
        PATIENCE,
        dryRun);
  }

  private static ActionSettings live() {
    return settings(EnumSet.allOf(Kind.class), Rate.DEFAULT, false);
  }

  private DeedFollowUp followUp(ActionSettings settings, Store store) throws Exception {
    Deed deed =
        new WebhookDeed(
            Receiver.of(
                "pager",
                endpoint.address() + "/hook",
                Map.of(),
                TlsSettings.SYSTEM,
                settings.timeout()),
            Signature.of("pager", SECRET),
            incidents);
    return new DeedFollowUp(
        settings,
        deed,
        store.actions(),
        watch -> !watch.equals("other"),
        incidents,
        new Report("pager", said::add, counts.of("pager")));
  }

  private DeedFollowUp followUp() throws Exception {
    return followUp(live(), incidents.store());
  }

  private List<String> told() {
    return endpoint.posts().stream()
        .map(post -> post.body().replaceAll(".*\"transition\":\"(\\w+)\".*", "$1"))
        .toList();
  }

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
                  .headers(Signature.id(opened.id()), incidents.instant(), post.body()));
      assertThat(said).isEmpty();
    }
  }

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
      assertThat(pause).isEqualTo(PATIENCE.plusSeconds(5));

      incidents.passes(pause);
      assertThat(followUp.pass()).isEqualTo(Duration.ofSeconds(10));
      incidents.passes(PATIENCE.plusSeconds(10));
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

      assertThat(said).last().asString().contains("given up after 18 attempts");
      assertThat(said).hasSize(18);
    }
  }

  @Test
  void aDaemonThatDiesBetweenTheDeedAndTheNoteIsFollowedByAnotherAttemptWithTheSameId()
      throws Exception {
    followUp().close();
    StoredTransition opened = incidents.happens("fraud", Kind.OPENED);
    var log = incidents.store().actions();
    var open = log.open("pager", Incidents.START.minusSeconds(1), 1).get(0);
    assertThat(log.claim("pager", open, incidents.instant().plusSeconds(10))).isTrue();

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
            Optional.empty(),
            Incidents.START);
    Metrics metrics = new Metrics(() -> idle, counts::all, incidents, "1");
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
