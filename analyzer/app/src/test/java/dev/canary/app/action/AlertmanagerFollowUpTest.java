package dev.canary.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.alert.Silence;
import dev.canary.alert.Transition.Kind;
import dev.canary.check.Severity;
import dev.canary.format.ActionSettings;
import dev.canary.format.ActionSettings.Alertmanager;
import dev.canary.format.ActionSettings.Rate;
import dev.canary.format.ActionSettings.Recipient;
import dev.canary.format.Secret;
import dev.canary.http.wire.TlsSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertmanagerFollowUpTest extends FollowUpStage {
  private static final String FIRING =
      "{\"labels\":{\"alertname\":\"CanaryAlert\",\"severity\":\"critical\",\"suite\":\"fraud\",\"watch\":\"fraud\"},"
          + "\"annotations\":{\"summary\":\"fraud: the answer has another shape\","
          + "\"fallback\":\"redirecting to http://b:8000 is safe: it answers\","
          + "\"causes\":\"SCHEMA\",\"explain\":\"canary explain fraud@2026-11-01T12:00:00.500Z\"},"
          + "\"startsAt\":\"2026-11-01T12:00:00.500Z\",\"endsAt\":\"%s\"}";

  private AlertmanagerFollowUp followUp() throws Exception {
    return followUp(false);
  }

  private AlertmanagerFollowUp followUp(boolean dryRun) throws Exception {
    ActionSettings settings =
        new ActionSettings(
            "am",
            new Alertmanager(
                new Recipient(Secret.shown("any"), Map.of(), ActionSettings.Tls.SYSTEM)),
            EnumSet.allOf(Kind.class),
            Severity.WARN,
            Rate.DEFAULT,
            Duration.ofSeconds(30),
            dryRun);
    return new AlertmanagerFollowUp(
        settings,
        Receiver.of(
            "am", endpoint.address() + "/base", Map.of(), TlsSettings.SYSTEM, settings.timeout()),
        incidents.store(),
        IS_MEANT,
        incidents.clock(),
        report("am"),
        Duration.ofMinutes(4));
  }

  private String last() {
    return endpoint.posts().get(endpoint.posts().size() - 1).body();
  }

  @Test
  void nothingIsToldWhileNothingIsWrong() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp()) {
      assertThat(followUp.pass()).isEqualTo(Duration.ofMinutes(1));
      assertThat(endpoint.posts()).isEmpty();
    }
  }

  @Test
  void anOpenAlertIsToldAgainAndAgainAndItsEndForFiveMinutes() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      incidents.happens("other", Kind.OPENED);
      followUp.pass();
      assertThat(endpoint.posts().get(0).path()).isEqualTo("/base/api/v2/alerts");
      assertThat(last()).isEqualTo("[" + FIRING.formatted("2026-11-01T12:04:00.500Z") + "]");

      incidents.passes(Duration.ofHours(5));
      incidents.happens("fraud", Kind.REMINDED);
      followUp.pass();
      assertThat(last())
          .contains("another shape")
          .contains("\"endsAt\":\"2026-11-01T17:04:00.500Z");

      incidents.happens("fraud", Kind.RESOLVED);
      incidents.passes(Duration.ofMinutes(5));
      followUp.pass();
      assertThat(last()).contains("\"endsAt\":\"2026-11-01T17:00:00.500Z\"");

      incidents.passes(Duration.ofSeconds(1));
      followUp.pass();
      assertThat(endpoint.posts()).hasSize(3);
    }
  }

  @Test
  void anAlertThatOpensAgainAtOnceIsNotToldAsResolved() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      incidents.passes(Duration.ofSeconds(10));
      incidents.happens("fraud", Kind.RESOLVED);
      incidents.passes(Duration.ofSeconds(10));
      incidents.happens("fraud", Kind.ESCALATED);

      followUp.pass();

      assertThat(last())
          .isEqualTo(
              "["
                  + FIRING
                      .replace("fraud@2026-11-01T12:00:00", "fraud@2026-11-01T12:00:20")
                      .formatted("2026-11-01T12:04:20.500Z")
                  + "]");
    }
  }

  @Test
  void whatIsSilencedNowIsNotTold() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp()) {
      incidents.happens("fraud", Kind.OPENED);
      incidents
          .store()
          .record(
              Silence.of(
                  "fraud", incidents.now(), incidents.now().plusSeconds(60), "me", "deploy"));
      followUp.pass();
      assertThat(endpoint.posts()).isEmpty();

      incidents.passes(Duration.ofSeconds(60));
      followUp.pass();
      assertThat(endpoint.posts()).hasSize(1);
    }
  }

  @Test
  void anAlertmanagerThatIsAwayIsToldSoonAndSaidOnce() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp()) {
      endpoint.answers(500, 500);
      incidents.happens("fraud", Kind.OPENED);

      assertThat(followUp.pass()).isEqualTo(Duration.ofSeconds(10));
      assertThat(followUp.pass()).isEqualTo(Duration.ofSeconds(10));
      assertThat(followUp.pass()).isEqualTo(Duration.ofMinutes(1));
      assertThat(said).hasSize(1).first().asString().contains("action am:", "HTTP 500");
    }
  }

  @Test
  void aDryRunTellsNobody() throws Exception {
    try (AlertmanagerFollowUp followUp = followUp(true)) {
      incidents.happens("fraud", Kind.OPENED);

      followUp.pass();

      assertThat(endpoint.posts()).isEmpty();
      assertThat(said).containsExactly("action am: would tell 1 alerts if dryRun were false");
    }
  }
}
