package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.job.Wiring;
import dev.canary.event.OutgoingEvent;
import dev.canary.format.Workspace;
import dev.canary.store.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a private suite's model, and what comes out, is shown nowhere. */
class PrivateSuiteTest {
  /** Every input, label, text and number of this test. */
  private static final Pattern PRIVATE =
      Pattern.compile("Private|0\\.3141|0\\.3241|0\\.6858|271\\.82|314\\.15|1\\.4142|7351937");

  @TempDir Path folder = Path.of("");
  private final List<String> shown = new ArrayList<>();

  @BeforeEach
  void trust() throws Exception {
    new RecordedWorkspace(folder, "kafka: none\n");
    Files.createDirectories(suite());
    Files.writeString(
        suite().resolve("suite.yaml"),
        """
        suite: patients
        private: true
        target: {type: recorded, model: answers.jsonl, version: "1"}
        outputs:
          score: {kind: probabilities, contract: {range: [0, 1]}}
          letter: {kind: text}
          finding: {kind: labels, contract: {forbid: [PrivateForbidden]}}
          dose: {kind: values}
        """);
    Files.writeString(
        suite().resolve("cases.jsonl"),
        """
        {"id": "c1", "input": {"name": "PrivateName", "number": 7351937}}
        {"id": "c2", "input": {"name": "PrivateName", "number": 7351937}}
        """);
    answer("0.3141592, 0.6858408", "PrivateLetter", "PrivateLabel", "271.8281828");
    run("capture");
    run("approve", "patients");
  }

  @Test
  void noAnswerIsShownWhateverHappensToIt() throws Exception {
    runAndExplain(0);
    answer("0.3241592, 0.6758408", "PrivateOther", "PrivateOtherLabel", "314.1592653");
    runAndExplain(1);
    answer("1.4142135, 0.5", "PrivateOther", "PrivateForbidden", "\"NaN\"");
    runAndExplain(2);

    isSilent();
  }

  @Test
  void noProblemOfAFileQuotesWhatStandsThere() throws Exception {
    Files.writeString(
        suite().resolve("answers.jsonl"),
        "{\"id\": \"c1\", \"letter\": {\"dtype\": \"Private\"}}\n");
    runAndExplain(2);
    run("capture");
    run("doctor");
    Files.writeString(
        suite().resolve("cases.jsonl"), "{\"id\": \"c1\", \"input\": {\"name\": Private}}\n");
    run("run");

    isSilent();
    assertThat(String.join("\n", shown)).contains("the suite is private");
  }

  private Path suite() {
    return folder.resolve("canaries/patients");
  }

  private void answer(String score, String letter, String label, String dose) throws IOException {
    String line =
        """
        {"id": "%s", "score": {"dtype": "fp64", "shape": [2], "data": [%s]}, "letter": "%s", "finding": "%s", "dose": {"dtype": "fp64", "shape": [1], "data": [%s]}}
        """;
    Files.writeString(
        suite().resolve("answers.jsonl"),
        line.formatted("c1", score, letter, label, dose)
            + line.formatted("c2", score, letter, label, dose));
  }

  private Cli.Answer run(String... args) {
    Cli.Answer answer = new Cli(folder).run(args);
    shown.add(answer.out());
    shown.add(answer.err());
    return answer;
  }

  private void runAndExplain(int exitCode) {
    assertThat(run("run").exitCode()).isEqualTo(exitCode);
    run("run", "--output", "json");
    run("explain");
  }

  /** Nothing that was printed, stored as a summary or is about to be published. */
  private void isSilent() throws Exception {
    try (Wiring wiring = Wiring.of(Workspace.at(folder))) {
      wiring.outbox().waiting(1000).stream().map(OutgoingEvent::toString).forEach(shown::add);
      wiring.store().history().recent(1000).stream().map(StoredRun::toString).forEach(shown::add);
    }
    assertThat(shown).hasSizeGreaterThan(10).noneMatch(text -> PRIVATE.matcher(text).find());
  }
}
