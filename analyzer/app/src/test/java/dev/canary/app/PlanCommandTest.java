package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a workspace before anything runs. */
class PlanCommandTest {
  @TempDir Path folder = Path.of("");

  private Cli workspace(String settings) {
    new RecordedWorkspace(folder, "kafka: none\n" + settings)
        .suite("loans", 4, "schedule: {every: 10s}", "policy: {failures: 2 of 3}")
        .answers("loans", RecordedWorkspace.spread(4));
    return new Cli(folder);
  }

  private static JsonNode json(Cli.Answer answer) throws IOException {
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.lines()).hasSize(1);
    return new ObjectMapper().readTree(answer.out());
  }

  @Test
  void nothingIsOpenedAndNothingIsStored() throws IOException {
    Cli canary = workspace("");
    Files.delete(folder.resolve("canaries/loans/predictions.csv"));

    Cli.Answer plan = canary.run("plan");

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("loans  every 10s; no baseline, 26 captures, 20 held out")
        .contains("transient fact, 2 of 3")
        .contains("at most 1 false alert per 90 days over all watches, with probability 0.999")
        .contains("facts and single-run findings are outside it")
        .contains("canary capture loans");
    assertThat(folder.resolve(".canary")).doesNotExist();
  }

  @Test
  void aPlanIsOneJsonObject() throws IOException {
    Cli canary = workspace("");
    canary.run("capture");
    canary.run("approve", "loans", "--reason", "test");

    JsonNode plan = json(canary.run("plan", "loans", "--output", "json"));

    assertThat(plan.get("schema").asText()).isEqualTo("dev.canary/plan/v1");
    JsonNode watch = plan.at("/watches/0");
    assertThat(watch.at("/captures/version").asText()).isEqualTo("1");
    assertThat(watch.at("/captures/heldOut").asInt()).isEqualTo(20);
    assertThat(watch.at("/captures/bitStable").asBoolean()).isTrue();
    assertThat(watch.at("/assumptions")).isEmpty();
    assertThat(watch.at("/detections/0/kind").asText()).isEqualTo("lasting-fact");
    assertThat(watch.at("/detections/0/worst/seconds").asDouble()).isBetween(10., 10.9);
    assertThat(watch.at("/detections/1/worst/runs").asDouble()).isEqualTo(2);
    assertThat(watch.at("/detections/3/worst/runs").asDouble()).isBetween(12., 16.);
    assertThat(watch.at("/falseAlerts/per90Days").asDouble()).isEqualTo(1);
    assertThat(watch.at("/smallestMovement/oneRun/case/share").asDouble()).isEqualTo(1e-5);
    assertThat(watch.at("/load/requestsPerSecond").asDouble()).isEqualTo(.4);
    assertThat(watch.at("/improvements/0/kind").asText()).isEqualTo("more-captures");
    assertThat(plan.at("/targets/0/target").asText())
        .isEqualTo("recorded canaries/loans/predictions.csv");
    assertThat(plan.at("/targets/0/rowsPerSecond").asDouble()).isEqualTo(.4);
  }

  @Test
  void watchesShareTheBudgetAndTheirTarget() throws IOException {
    Cli canary =
        workspace(
            """
            budget: {falseAlerts: 2 per 30d}
            watches:
              loans-eu: {suite: loans, schedule: {every: 20s}, weight: 3}
            """);

    JsonNode plan = json(canary.run("plan", "--output", "json"));

    assertThat(plan.at("/watches/0/falseAlerts/per90Days").asDouble()).isEqualTo(1.5);
    assertThat(plan.at("/watches/1/falseAlerts/per90Days").asDouble()).isEqualTo(4.5);
    assertThat(plan.at("/targets")).hasSize(1);
    assertThat(plan.at("/targets/0/requestsPerSecond").asDouble()).isEqualTo(.4 + .2);
    JsonNode alone = json(canary.run("plan", "loans-eu", "--output", "json"));
    assertThat(alone.at("/watches/0/falseAlerts/per90Days").asDouble())
        .as("a watch that is not asked for keeps its part")
        .isEqualTo(4.5);
  }

  @Test
  void aCapturedBaselineIsPlannedWithAndToldFromAnApprovedOne() {
    Cli canary = workspace("");
    canary.run("capture");

    assertThat(canary.run("plan").out())
        .contains("baseline 1, 26 captures")
        .contains("the baseline of loans 1 is captured: nothing is judged before canary approve")
        .contains("canary capture loans --append --repeats 80");
  }

  @Test
  void theBaselineOfAnotherVersionIsPlannedWithAndTold() throws IOException {
    Cli canary = workspace("");
    canary.run("capture");
    canary.run("approve", "loans");
    Path yaml = folder.resolve("canaries/loans/suite.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("version: \"1\"", "version: \"2\""));

    assertThat(canary.run("plan").out())
        .contains("planned with the baseline of loans 1, though its suite.yaml says version 2");
  }

  @Test
  void tooFewCapturesAreToldInPlaceOfNumbers() {
    Cli canary = workspace("");
    canary.run("capture", "--repeats", "3");

    assertThat(canary.run("plan").out())
        .contains("evidence, every run        yes    none within 10,000 runs")
        .contains("nothing yet: captures are too few to judge by")
        .contains("100 held-out captures: an alert by evidence after 7 runs, as it is never");
  }

  @Test
  void ofAPrivateSuiteNoSizeOfAnAnswerIsTold() throws IOException {
    Cli canary = workspace("");
    Path yaml = folder.resolve("canaries/loans/suite.yaml");
    Files.writeString(yaml, Files.readString(yaml) + "private: true\n");
    canary.run("capture");

    JsonNode plan = json(canary.run("plan", "--output", "json"));

    assertThat(plan.at("/watches/0/smallestMovement/oneRun/case").has("movement")).isFalse();
    assertThat(canary.run("plan").out()).contains("0.001 % of the unit").doesNotContain("1.00e-05");
  }

  @Test
  void anUnknownSuiteIsNamed() {
    Cli.Answer refused = workspace("").run("plan", "loan");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("no suite loan").contains("loans");
  }
}
