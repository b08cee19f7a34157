package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command has in common: help, JSON, exit codes, quiet, no colour for a pipe. */
class CommandLineTest {
  private static final int CASES = 24;
  private static final JsonSchema OBJECT =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema("{\"type\": \"object\"}");

  private Path folder = Path.of("");
  private Cli canary = new Cli(folder);

  @BeforeEach
  void prepare(@TempDir Path root) {
    folder = root;
    new RecordedWorkspace(folder, "kafka: none\n")
        .suite("loans", CASES)
        .answers("loans", RecordedWorkspace.spread(CASES))
        .suite("rents", CASES)
        .answers("rents", RecordedWorkspace.spread(CASES));
    canary = new Cli(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "capture",
        "approve",
        "explain",
        "alerts",
        "distance",
        "kafka",
        "doctor",
        "demo",
        "warm-up"
      })
  void the_help_of_each_command_has_an_example(String command) {
    Cli.Answer help = Cli.runBare(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).containsPattern("Examples?:\\R  canary " + command);
    assertThat(Cli.runBare("help", command).out()).isEqualTo(help.out());
  }

  @Test
  void the_help_lists_every_command_but_the_hidden_one() {
    assertThat(Cli.runBare().out())
        .contains("Examples:")
        .contains(
            "run", "capture", "approve", "explain", "alerts", "distance", "kafka", "doctor", "demo")
        .doesNotContain("warm-up");
  }

  @Test
  void json_is_one_object_a_line_and_nothing_else() {
    for (String command :
        new String[] {"capture", "approve loans rents", "run", "explain", "doctor"}) {
      Cli.Answer answer = canary.run((command + " --output json").split(" ", -1));

      assertThat(answer.exitCode()).as("%s", answer).isZero();
      assertThat(answer.lines()).isNotEmpty();
      for (String line : answer.lines()) {
        assertOneObject(line);
      }
      assertThat(answer.err().lines()).allMatch(line -> line.startsWith("canary: "));
    }
  }

  private static void assertOneObject(String line) {
    assertThat(line).startsWith("{").endsWith("}");
    assertThat(OBJECT.validate(line, InputFormat.JSON)).as(line).isEmpty();
  }

  @Test
  void json_of_a_suite_that_cannot_run_is_no_line_and_the_others_are_told() throws IOException {
    Files.writeString(folder.resolve("canaries/rents/predictions.csv"), "");

    Cli.Answer answer = canary.run("run", "--output", "json");

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.lines()).singleElement().asString().contains("\"suite\":\"loans\"");
    assertThat(answer.err()).contains("predictions.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rnu                       | rnu",
        "run --colour              | --colour",
        "run --shuffle x           | --shuffle",
        "run --output xml          | --output",
        "run --fail-on never       | --fail-on",
        "run nobody                | nobody",
        "capture --repeats 0       | --repeats",
        "capture --repeats 1e9     | --repeats",
        "capture --over soon       | --over",
        "approve                   | SUITE",
        "explain 1 2               | 2",
        "alerts --topic gossip     | --topic",
        "--output                  | --output",
      })
  void wrong_usage_is_exit_code_3_and_one_line_that_says_what_is_wrong(String line, String named) {
    Cli.Answer answer = canary.run(line.split(" ", -1));

    assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines()).singleElement().asString().startsWith("canary: ");
    assertThat(answer.err()).contains(named);
  }

  @Test
  void a_folder_that_is_no_workspace_is_exit_code_3() {
    Cli.Answer answer = Cli.runBare("run", "--workspace", folder.resolve("nowhere").toString());

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err().lines()).singleElement().asString().contains("nowhere");
  }

  @Test
  void quiet_says_only_what_was_asked_for() {
    assertThat(canary.run("capture", "--quiet")).isEqualTo(new Cli.Answer(0, "", ""));
    assertThat(canary.run("approve", "loans", "rents", "--quiet"))
        .isEqualTo(new Cli.Answer(0, "", ""));

    assertThat(canary.run("run", "--quiet").lines()).hasSize(3);
    assertThat(canary.run("run").lines()).hasSize(4).last().asString().contains("kafka: none");
  }

  @Test
  void no_colour_where_nobody_says_that_a_person_reads() {
    canary.run("capture");
    canary.run("approve", "loans");
    for (String command : new String[] {"run", "explain", "doctor"}) {
      Cli.Answer answer = canary.run(command);

      assertThat(answer.out() + answer.err()).doesNotContain("\u001b");
    }
  }

  @Test
  void only_debug_shows_a_stack_trace() throws IOException {
    Files.writeString(folder.resolve("canaries/loans/suite.yaml"), "suite: [\n");

    assertThat(canary.run("run").err()).doesNotContain("\tat ");
    assertThat(canary.run("run", "--debug").err()).contains("\tat ").contains("suite.yaml:");
  }

  @Test
  void the_launchers_warm_up_goes_well() {
    assertThat(Cli.runBare("warm-up").exitCode()).isZero();
  }
}
