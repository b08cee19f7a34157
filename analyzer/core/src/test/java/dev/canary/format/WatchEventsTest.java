package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.alert.Transition;
import dev.canary.check.Severity;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.event.WatchEvent;
import dev.canary.verdict.Verdict.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events as a consumer reads them. */
class WatchEventsTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");

  private static final String RUN =
      """
      {"suite": "credit", "verdict": "DRIFTED", "causes": ["SHIFTED", "OF_A_LATER_VERSION"], "later": {},
       "run": {"id": "credit@1", "startedAt": "2026-03-04T05:06:07Z"}}""";
  private static final String FINDING =
      """
      {"suite": "credit", "watch": "credit", "runId": "credit@1", "verdict": "BROKEN",
       "finding": {"check": "latency", "cause": null, "severity": "WARN", "reason": "slow"}}""";
  private static final String ALERT =
      """
      {"suite": "credit", "watch": "credit", "alert": "credit!1", "transition": "OPENED", "severity": "CRITICAL",
       "causes": [], "since": "2026-03-04T05:06:07Z", "at": "2026-03-04T05:06:07Z", "reason": "slow"}""";
  private static final String STATE =
      """
      {"suite": "credit", "watch": "credit", "verdict": "HEALTHY", "causes": [], "runId": "credit@1",
       "at": "2026-03-04T05:06:07Z", "alerts": [{"alert": "credit!1", "severity": "WARN"}]}""";

  @Test
  void eachTypeIsReadWithWhatItSays() throws FormatException {
    assertThat(read("run", RUN))
        .isEqualTo(
            new WatchEvent.RunEvent(
                "key",
                "credit",
                "credit@1",
                Level.DRIFTED,
                List.of("SHIFTED", "OF_A_LATER_VERSION"),
                AT,
                RUN));
    assertThat(read("finding", FINDING))
        .isEqualTo(
            new WatchEvent.FindingEvent(
                "credit",
                "credit",
                "credit@1",
                Level.BROKEN,
                "latency",
                Optional.empty(),
                Severity.WARN,
                "slow",
                FINDING));
    assertThat(read("alert", ALERT))
        .isEqualTo(
            new WatchEvent.AlertEvent(
                "credit",
                "credit",
                "credit!1",
                Transition.Kind.OPENED,
                Severity.CRITICAL,
                List.of(),
                AT,
                AT,
                "slow",
                Optional.empty(),
                ALERT));
    assertThat(read("state", STATE))
        .isEqualTo(
            new WatchEvent.StateEvent(
                "credit",
                "credit",
                Level.HEALTHY,
                List.of(),
                "credit@1",
                AT,
                List.of("credit!1"),
                STATE));
  }

  @Test
  void aTombstoneSaysThatItsWatchWasRemoved() throws FormatException {
    OutgoingEvent removed = Events.tombstone("credit/[::1]:80", AT);

    assertThat(removed.id()).isEqualTo("credit/[::1]:80/removed/2026-03-04T05:06:07Z");
    assertThat(removed.topic()).isEqualTo(Topic.STATE);
    assertThat(removed.source()).isEqualTo("/canary/watches/credit/%5B::1%5D:80");
    assertThat(WatchEvents.read(removed.type(), removed.key(), Optional.empty()))
        .isEqualTo(new WatchEvent.RemovedEvent("credit/[::1]:80"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "alert | \"OPENED\"     | \"RAISED\"    | transition is \"RAISED\"; allowed: OPENED, ESCALATED",
        "alert | \"severity\"   | \"weight\"    | severity is missing",
        "alert | \"2026-03-04T  | \"2026-3-4T   | since is \"2026-3-4T05:06:07Z\"; allowed: an instant",
        "state | [{\"alert\"    | [{\"alarm\"   | alert is missing",
        "state | [{\"alert\": \"credit!1\", \"severity\": \"WARN\"}] | 7 | alerts is 7; allowed: a list of maps",
        "run   | \"run\":       | \"ran\":      | run is missing; allowed: a map",
        "run   | {              | [{            | not JSON",
      })
  void whatSaysLessThanItsTypeMustIsAnError(
      String type, String found, String replacement, String problem) {
    String json = type.equals("run") ? RUN : type.equals("alert") ? ALERT : STATE;
    assertThat(json).contains(found);

    assertThatThrownBy(() -> read(type, json.replace(found, replacement)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsNoEventOfThisProductIsAnError() {
    assertThatThrownBy(() -> WatchEvents.read("com.example.v1", "key", Optional.of("{}")))
        .hasMessageContaining("the type is com.example.v1; allowed: dev.canary.run.v1");
    assertThatThrownBy(() -> WatchEvents.read("", "key", Optional.of("{}")))
        .hasMessageContaining("the record is no CloudEvent");
    assertThatThrownBy(() -> WatchEvents.read("dev.canary.run.v1", "key", Optional.empty()))
        .hasMessageContaining("the event holds no data");
    assertThatThrownBy(() -> WatchEvents.read("dev.canary.run.v1", "", Optional.of(RUN)))
        .hasMessageContaining("the record has no key; allowed: the watch");
  }

  private static WatchEvent read(String type, String json) throws FormatException {
    return WatchEvents.read("dev.canary." + type + ".v1", "key", Optional.of(json));
  }
}
