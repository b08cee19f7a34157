package dev.canary.format;

import static dev.canary.format.Folders.CASE;
import static dev.canary.format.Folders.SUITE;
import static dev.canary.format.Folders.problemsOf;
import static dev.canary.format.Folders.suite;
import static dev.canary.format.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a suite's files, by file, line, what was found and what is allowed. */
class SuiteProblemsTest {
  @TempDir private Path root = Path.of("");

  @Test
  void aProblemNamesFileLineWhatWasFoundAndWhatIsAllowed() {
    Path folder = suite(root, SUITE.replace("probabilities", "probability"), CASE);

    assertThat(problemsOf(folder))
        .containsExactly(
            "canaries/credit-risk/suite.yaml:7: output.kind is \"probability\"; allowed:"
                + " probabilities, logits, values, labels, embedding, text"
                + " (did you mean probabilities?)");
  }

  @Test
  void allProblemsOfAllFilesAreToldAtOnce() {
    String yaml =
        """
        suite: credit-risks
        targets: {}
        target:
          type: htpp
          model: ../../../elsewhere.bin
          reset: later
        output:
          kind: values
          contract: {range: [1, 0], sumsTo: often, within: -1}
        schedule: {every: 10 seconds}
        policy: {failures: 4 of 3, recover: {runs: 0, for: 5}}
        latency: {budget: 200, warn: 2, of: mean}
        capture: {repeats: 2.5}
        private: no
        """;
    Path folder = suite(root, yaml, "{\"id\": 3}\n\nnonsense\n");

    assertThat(problemsOf(folder))
        .extracting(line -> line.replaceFirst("canaries/credit-risk/", "").replaceFirst(";.*", ""))
        .containsExactly(
            "suite.yaml:1: suite is \"credit-risks\"",
            "suite.yaml:2: unknown key targets",
            "suite.yaml:4: target.type is \"htpp\"",
            "suite.yaml:5: target.model is \"../../../elsewhere.bin\", outside the workspace",
            "suite.yaml:6: target.reset is \"later\"",
            "suite.yaml:9: output.contract.sumsTo is \"often\"",
            "suite.yaml:9: output.contract.within is -1",
            "suite.yaml:9: output.contract.range is a list of 2",
            "suite.yaml:10: schedule.every is \"10 seconds\"",
            "suite.yaml:11: policy.failures is \"4 of 3\"",
            "suite.yaml:11: policy.recover.runs is 0",
            "suite.yaml:11: policy.recover.for is 5",
            "suite.yaml:12: latency.budget is 200",
            "suite.yaml:12: latency.warn is 2",
            "suite.yaml:12: latency.of is \"mean\"",
            "suite.yaml:13: capture.repeats is 2.5",
            "suite.yaml:14: private is \"no\"",
            "cases.jsonl:1: id is 3",
            "cases.jsonl:3: not JSON: Unrecognized token 'nonsense': was expecting"
                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }

  @ParameterizedTest
  @CsvSource({
    "decription: x, did you mean description?",
    "output2: x, did you mean output?",
    "quux: x, allowed: suite"
  })
  void anUnknownKeyIsAProblemWithAGuess(String line, String expected) {
    Path folder = suite(root, SUITE + line + "\n", CASE);

    assertThat(problemsOf(folder)).singleElement().asString().contains("suite.yaml:8", expected);
  }

  @Test
  void aMissingKeyIsAProblem() {
    Path folder = suite(root, "description: nothing else\n", CASE);

    assertThat(problemsOf(folder))
        .extracting(line -> line.replaceFirst(";.*", ""))
        .containsExactly(
            "canaries/credit-risk/suite.yaml:1: suite is missing",
            "canaries/credit-risk/suite.yaml:1: target is missing",
            "canaries/credit-risk/suite.yaml:1: output is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "description: [1, 2]|8: description is a list of 2",
        "description: 'a'\\ndescription: b|9: key description is given twice (first in line 8)",
        "description: &x a|8: an anchor (&x)",
        "description: *x|8: an alias (*name)",
        "description: !!str a|8: a tag (tag:yaml.org,2002:str)",
        "description:|8: description is empty",
        "tags: a|8: tags is \"a\"",
        "tags: [a, ~]|8: a part of tags is ~",
        "? [a]\\n: b|8: a key that is a list of 1",
        "---\\na: b|8: a second document begins",
        "\\tdescription: a|8: not YAML",
        "schedule: {}|8: schedule is neither every nor cron",
        "schedule: {every: 1s, cron: '* * * * *'}|8: schedule is every and cron",
        "schedule: {every: 1s, preset: ha}|8: schedule is every and preset",
        "schedule: {preset: fast}|8: schedule.preset is \"fast\"",
        "schedule: {cron: '* * * * *', golden: 5m}|8: schedule.golden is given beside cron",
        "schedule: {every: 5m, golden: 5m}|8: schedule is not possible",
        "schedule: {cron: '61 * * * *'}|8: schedule.cron is \"61 * * * *\"",
        "schedule: {cron: '0 0 31 2 *'}|8: schedule.cron is \"0 0 31 2 *\"",
        "schedule: {every: 1s, zone: UTC}|8: schedule.zone is given beside every",
        "schedule: {every: 1s, recheck: 0s}|8: schedule.recheck is \"0s\"",
        "schedule: {every: 1s, blackouts: never}|8: schedule.blackouts is \"never\"",
        "schedule: {every: 1s, blackouts: [{from: '1:00', to: '02:00'}]}|8: schedule.blackouts.from is \"1:00\"",
        "schedule: {every: 1s, blackouts: [{from: '01:00'}]}|8: schedule.blackouts.to is missing",
        "schedule: {every: 1s, blackouts: [{from: '01:00', to: '01:00'}]}|8: schedule.blackouts.to is \"01:00\"",
        "schedule: {every: 1s, blackouts: [{from: '01:00', to: '02:00', days: [sunday]}]}|8: schedule.blackouts.days is \"sunday\"",
        "policy: {remind: soon}|8: policy.remind is \"soon\"",
        "schedule: {every: 0s}|8: schedule.every is \"0s\"",
        "schedule: {every: 99999999999d}|8: schedule.every is \"99999999999d\"",
        "schedule: {cron: '* * *'}|8: schedule.cron is \"* * *\"",
        "schedule: {cron: '* * * * *', zone: Mars}|8: schedule.zone is \"Mars\"",
        "outputs: {a: {kind: text}}|8: outputs is given beside output",
        "latency: {}|8: latency.budget is missing",
        "capture: {repeats: 99999999999}|8: capture.repeats is 99999999999",
      })
  void whatIsWrongInSuiteYamlIsNamedWithItsLine(String lines, String expected) {
    String yaml = SUITE.replaceFirst("description.*\n", "description: c\n");
    String more = lines.replace("\\n", "\n").replace("\\t", "\t") + "\n";
    boolean repeats = more.startsWith("description");
    String text = repeats ? yaml.replaceFirst("description: c\n", "\n") + more : yaml + more;

    assertThat(problemsOf(suite(root, text, CASE)))
        .first()
        .asString()
        .startsWith("canaries/credit-risk/suite.yaml:" + expected);
  }

  @Test
  void bytesThatAreNotUtf8AreNamedWithTheirLine() {
    Path folder = suite(root, SUITE, CASE);
    byte[] latin1 = (SUITE + "tags: [caf\u00e9]\n").getBytes(StandardCharsets.ISO_8859_1);
    write(folder.resolve("suite.yaml"), latin1);
    write(folder.resolve("cases.jsonl"), new byte[] {'\n', (byte) 0xff});

    assertThat(problemsOf(folder))
        .containsExactly(
            "canaries/credit-risk/suite.yaml:8: byte 0xe9 is not UTF-8; allowed: UTF-8 text",
            "canaries/credit-risk/cases.jsonl:2: byte 0xff is not UTF-8; allowed: UTF-8 text");
  }

  @Test
  void aDeeplyNestedFileIsAProblemAndNoOverflow() {
    String yaml = SUITE + "tags: " + "[".repeat(100_000) + "\n";

    assertThat(problemsOf(suite(root, yaml, CASE))).singleElement().asString().contains("deeper");
  }

  @Test
  void missingFilesAreProblems() throws Exception {
    Path folder = suite(root, SUITE, CASE);
    Files.delete(folder.resolve("suite.yaml"));
    Files.delete(folder.resolve("cases.jsonl"));

    assertThat(problemsOf(folder))
        .containsExactly(
            "canaries/credit-risk/suite.yaml: the file is missing",
            "canaries/credit-risk/cases.jsonl: the file is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../outside.bin", "/etc/passwd", "link/x.bin", "''", "\"a\\0b\""})
  void aModelOutsideTheWorkspaceIsAProblem(String model, @TempDir Path elsewhere) throws Exception {
    Path folder = suite(root, SUITE.replace("predictions.csv", model), CASE);
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    assertThat(problemsOf(folder))
        .singleElement()
        .asString()
        .startsWith("canaries/credit-risk/suite.yaml:5: target.model is");
  }

  @Test
  void aFileForOneCaseFitsOnlyASuiteOfOneCase() {
    String yaml = SUITE.replace("model: predictions.csv", "model: p.csv\n  layout: one-case");

    assertThat(problemsOf(suite(root, yaml, CASE + CASE.replace("\"a\"", "\"b\""))))
        .singleElement()
        .asString()
        .contains("suite.yaml:6: target.layout is one-case, and the suite has 2");
  }

  @Test
  void severalSuitesTellTheirProblemsTogether() throws Exception {
    suite(root, SUITE.replace("kind", "kin"), CASE);
    Path other = root.resolve("canaries/other");
    write(other.resolve("suite.yaml"), SUITE);
    write(other.resolve("cases.jsonl"), CASE);
    Workspace workspace = Workspace.at(root);

    assertThat(
            Folders.problems(
                () -> Suites.load(workspace, List.of("credit-risk", "other", "oter", "../x"))))
        .extracting(line -> line.replaceFirst(";.*", ""))
        .containsExactly(
            "canaries/credit-risk/suite.yaml:7: output.kind is missing",
            "canaries/credit-risk/suite.yaml:7: unknown key output.kin",
            "canaries/other/suite.yaml:1: suite is \"credit-risk\"",
            "canaries: no suite oter",
            "canaries: no suite ../x");
  }
}
