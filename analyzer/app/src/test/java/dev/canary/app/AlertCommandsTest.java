package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.canary.app.job.Wiring;
import dev.canary.event.OutgoingEvent;
import dev.canary.event.Topic;
import dev.canary.format.Workspace;
import dev.canary.kafka.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs are told of alerts, and what they can do about them. */
class AlertCommandsTest {
  private static final int CASES = 30;
  private static final double[] RIGHT = RecordedWorkspace.spread(CASES);
  private static final Pattern ALERT = Pattern.compile("loans![0-9T:.-]+Z");
  private static final Pattern SILENCE = Pattern.compile("loans~[0-9T:.-]+Z");

  @TempDir Path folder = Path.of("");

  private RecordedWorkspace workspace;
  private Cli canary;

  @BeforeEach
  void trusted() {
    workspace = new RecordedWorkspace(folder, "kafka: none\n");
    workspace
        .suite("loans", CASES, "policy: {failures: 2 of 3, recover: {runs: 2, for: 1ms}}")
        .answers("loans", RIGHT);
    canary = new Cli(folder);
    run(0, "capture", "loans");
    run(0, "approve", "loans");
    run(0, "run");
  }

  /** Not only what is named, but nothing that is not. */
  @AfterEach
  void everyEventKeepsItsSchema() throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      for (OutgoingEvent event : wiring.outbox().waiting(1000)) {
        String schema =
            Schemas.of(event.type())
                .orElseThrow()
                .replace("\"properties\": {", "\"additionalProperties\": false, \"properties\": {");
        assertThat(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(event.data().orElseThrow().json(), InputFormat.JSON))
            .as(event.toString())
            .isEmpty();
      }
    }
  }

  private String run(int exitCode, String... words) {
    Cli.Answer answer = canary.run(words);
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isEqualTo(exitCode);
    return answer.out() + answer.err();
  }

  /** A broken contract: a lasting fact, which opens an alert at once. */
  private String broken() {
    double[] wrong = RIGHT.clone();
    wrong[3] = 1.5;
    workspace.answers("loans", wrong);
    return run(2, "run");
  }

  private void right() {
    workspace.answers("loans", RIGHT);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group();
  }

  private void versionIs(String version) throws Exception {
    Path file = workspace.folder("loans").resolve("suite.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("version: \"[^\"]*\"", "version: \"%s\"".formatted(version)));
  }

  @Test
  void aRunTellsThatAnAlertIsPendingThenOpenedThenOver() throws Exception {
    versionIs("2");
    assertThat(run(3, "run")).contains("alert PENDING: 1 of the 2 runs that open it, since ");
    assertThat(run(3, "run"))
        .contains("alert OPENED, warn, loans!", ": model version 1 -> 2")
        .containsPattern("why: canary explain loans@");
    assertThat(run(3, "run")).contains("alert open, warn, loans!");
    versionIs("1");
    run(0, "run");
    assertThat(run(0, "run")).contains("alert RESOLVED, warn, loans!", "2 runs in a row were fine");
    assertThat(run(0, "run")).doesNotContain("alert");
  }

  @Test
  void anAlertIsListedTakenOverExplainedAndOver() {
    assertThat(run(0, "alerts", "--open")).contains("no alert is open");
    String alert = first(ALERT, broken());

    assertThat(run(0, "alerts", "--open")).contains(alert, "critical").doesNotContain("taken over");
    run(0, "ack", "loans", "--by", "ana", "--note", "rolling back");
    assertThat(run(0, "alerts", "--open")).contains("taken over by ana: rolling back");
    assertThat(run(0, "alerts", "--open", "--output", "json"))
        .contains("\"acknowledgedBy\":\"ana\"", "\"note\":\"rolling back\"");
    assertThat(broken()).contains("taken over by ana");
    assertThat(run(0, "explain", alert))
        .contains("OPENED", "nothing that the model tells of itself has changed", "worst cases: c3")
        .contains("Decided", "contract", "the same verdict");

    right();
    run(0, "run");
    run(0, "run");
    assertThat(run(0, "alerts", "--open")).contains("no alert is open");
    assertThat(run(0, "alerts", "--history", "5").lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("OPENED", alert),
            line -> assertThat(line).contains("RESOLVED", alert));
    assertThat(run(0, "alerts", "--history", "1", "--output", "json"))
        .contains("\"transition\":\"RESOLVED\"", "\"acknowledgedBy\":\"ana\"");
  }

  @Test
  void whatIsNotThereCanNeitherBeTakenOverNorExplained() {
    assertThat(run(3, "ack", "loans")).contains("no alert of loans is open");
    assertThat(run(3, "ack", "loans!2026-01-31T12:00:00Z"))
        .contains("no alert loans!2026-01-31T12:00:00Z is open");
    assertThat(run(3, "explain", "loans!2026-01-31T12:00:00Z")).contains("no alert");
    assertThat(run(3, "silence", "--end", "loans~never")).contains("no silence");
    assertThat(run(3, "silence", "loans", "--for", "2h")).contains("--reason");
    assertThat(run(3, "silence", "loans", "--reason", "x")).contains("--for 2h");
  }

  @Test
  void underASilenceAlertsAreRecordedAndSayThatNobodyIsPaged() {
    assertThat(run(0, "silence")).contains("nothing is silenced");
    String silence =
        first(SILENCE, run(0, "silence", "loans", "--for", "2h", "--reason", "moving"));
    assertThat(broken()).contains("alert OPENED", "silenced until", "moving");
    assertThat(run(0, "alerts", "--open")).contains("silenced until");
    assertThat(run(0, "alerts", "--history", "1", "--output", "json"))
        .contains("\"silenced\":{\"id\":\"" + silence, "\"reason\":\"moving\"");

    run(0, "silence", "--end", silence);
    assertThat(run(0, "silence")).contains("nothing is silenced");
    assertThat(broken()).contains("alert REMINDED").doesNotContain("silenced");
  }

  @Test
  void alertsOfAWatchOnTrialAreRecordedAndToldToNobody() throws Exception {
    new RecordedWorkspace(folder, "kafka: none\nwatches: {loans: {dryRun: true}}\n");
    assertThat(broken()).contains("alert OPENED", "dry run: nobody is told");
    assertThat(run(0, "alerts", "--history", "1", "--output", "json")).contains("\"dryRun\":true");

    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      List<String> told =
          wiring.outbox().waiting(100).stream()
              .filter(event -> event.topic() == Topic.ALERTS || event.topic() == Topic.STATE)
              .map(event -> event.data().orElseThrow().json())
              .toList();
      assertThat(told).noneMatch(json -> json.contains("OPENED"));
      assertThat(told.get(told.size() - 1)).contains("\"alerts\":[]", "\"dryRun\":true");
    }
  }

  @Test
  void aModeThatIsKnownIsHealthyFromNowOnAndWhatIsFurtherIsNot() {
    double[] mode = shifted(1e-3);
    workspace.answers("loans", mode);
    String run = first(Pattern.compile("loans@[0-9T:.-]+Z"), run(1, "run", "--output", "json"));

    assertThat(run(0, "approve", "--as-mode", run, "--reason", "the other kernel"))
        .contains(run + " is a known mode of loans 1 from now on", "the other kernel");

    run(0, "run");
    right();
    run(0, "run");
    workspace.answers("loans", shifted(1e-2));
    run(1, "run");
  }

  @Test
  void whatNoTrustedModelAnswersIsNoMode() {
    broken();
    assertThat(run(3, "approve", "--as-mode", "loans"))
        .contains("no other way of answering", "contract");
    right();
    run(0, "run");
    assertThat(run(3, "approve", "--as-mode", "loans")).contains("healthy: there is nothing");
    assertThat(run(3, "approve")).contains("name a SUITE");
  }

  @Test
  void aModeNeedsABaselineThatCanTellItFromOtherMovement() {
    double[] answers = RecordedWorkspace.spread(30);
    workspace.suite("few", 30).answers("few", answers);
    run(0, "capture", "few", "--repeats", "5");
    run(0, "approve", "few");
    answers[3] += 1e-3;
    workspace.answers("few", answers);
    run(1, "run", "few");

    assertThat(run(3, "approve", "--as-mode", "few")).contains("with it few has 6 captures");
  }

  private static double[] shifted(double by) {
    double[] moved = RIGHT.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += moved[i] > 0.5 ? -by : by;
    }
    return moved;
  }
}
