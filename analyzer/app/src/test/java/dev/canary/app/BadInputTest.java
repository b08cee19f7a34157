package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.DamagedWorkspace.Outcome;
import dev.canary.app.sample.TrainSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the command line makes of files that are cut, changed, missing or wrong: a clear error with
 * exit code 3 and nothing written, or BROKEN where an approved baseline says that it was well.
 */
@Timeout(120)
class BadInputTest {
  private static final int STEP = 10;
  private static final int CHANGES = 40;

  private static DamagedWorkspace workspace;
  private static DamagedWorkspace samples;

  @BeforeAll
  static void prepare(@TempDir Path folder) throws IOException {
    workspace = DamagedWorkspace.recorded(folder.resolve("recorded"));
    Path root = folder.resolve("samples");
    Files.createDirectories(root.resolve("canaries"));
    Files.writeString(root.resolve("canaries/canary.yaml"), DamagedWorkspace.SETTINGS);
    TrainSamples.into(root);
    samples = new DamagedWorkspace(root).approved("credit-risk", "house-price");
  }

  @ParameterizedTest
  @CsvSource({
    "canaries/canary.yaml,            TAKEN_OR_REFUSED",
    "canaries/csv/suite.yaml,         TAKEN_OR_REFUSED",
    "canaries/csv/cases.jsonl,        NOTICED",
    "canaries/csv/x.npy,              REFUSED",
    "canaries/csv/recorded.csv,       NOTICED",
    "canaries/jsonl/recorded.jsonl,   NOTICED",
    "canaries/npy/recorded.npy,       BROKEN",
    "baselines/csv/1/baseline.json,   REFUSED",
    "baselines/csv/1/outputs.safetensors, REFUSED"
  })
  void a_file_cut_at_every_tenth_byte(String file, Outcome outcome) {
    byte[] intact = workspace.intact(file);
    List<String> objections = new ArrayList<>();
    // A text without its last line end is whole.
    for (int length = 0; length < intact.length - 1; length += STEP) {
      if (length > 0 || !file.endsWith("canary.yaml")) {
        int cut = length;
        workspace
            .objection(file, Arrays.copyOf(intact, length), outcome, "run", suite(file))
            .ifPresent(why -> objections.add("cut at " + cut + ": " + why));
      }
    }
    assertThat(objections).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "canaries/canary.yaml,            TAKEN_OR_REFUSED",
    "canaries/csv/suite.yaml,         TAKEN_OR_REFUSED",
    "canaries/csv/cases.jsonl,        TAKEN_OR_REFUSED",
    "canaries/csv/x.npy,              NOTICED",
    "canaries/csv/recorded.csv,       TAKEN_OR_REFUSED",
    "canaries/jsonl/recorded.jsonl,   TAKEN_OR_REFUSED",
    "canaries/npy/recorded.npy,       TAKEN_OR_REFUSED",
    "baselines/csv/1/baseline.json,   REFUSED",
    "baselines/csv/1/outputs.safetensors, REFUSED"
  })
  void a_file_with_one_byte_changed(String file, Outcome outcome) {
    byte[] intact = workspace.intact(file);
    Random random = new Random(20260131);
    List<String> objections = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = intact.clone();
      int position = random.nextInt(changed.length);
      changed[position] ^= (byte) (1 << random.nextInt(8));
      workspace
          .objection(file, changed, outcome, i % 4 == 0 ? command(outcome) : "run", suite(file))
          .ifPresent(why -> objections.add("byte " + position + " changed: " + why));
    }
    assertThat(objections).isEmpty();
  }

  /** A capture does not read the baseline that it replaces; whatever else it takes or refuses. */
  private static String command(Outcome outcome) {
    return outcome == Outcome.TAKEN_OR_REFUSED ? "capture" : "run";
  }

  @ParameterizedTest
  @ValueSource(strings = {"credit-risk/model.tribuo", "house-price/model.onnx"})
  void a_damaged_model_that_once_was_trusted_is_broken(String model) {
    String file = "canaries/" + model;
    byte[] intact = samples.intact(file);
    boolean inChildProcess = model.endsWith(".onnx");
    int cuts = inChildProcess ? 2 : 100;
    List<String> objections = new ArrayList<>();
    for (int i = 0; i < cuts; i++) {
      int cut = intact.length * i / cuts;
      samples
          .objection(file, Arrays.copyOf(intact, cut), Outcome.BROKEN, "run", suite(file))
          .ifPresent(why -> objections.add("cut at " + cut + ": " + why));
    }
    assertThat(objections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"credit-risk/model.tribuo", "house-price/model.onnx"})
  void a_model_that_never_was_trusted_is_an_error(String model) {
    String file = "canaries/" + model;
    byte[] half = Arrays.copyOf(samples.intact(file), samples.intact(file).length / 2);
    Optional<String> capture =
        samples.objection(file, half, Outcome.REFUSED, "capture", suite(file));

    assertThat(capture).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "suite.yaml  | kind:          | knd:                        | suite.yaml:5: ",
        "suite.yaml  | probabilities  | probability                 | suite.yaml:5: ",
        "suite.yaml  | repeats: 3     | repeats: 99999999999999999  | suite.yaml:7: ",
        "suite.yaml  | repeats: 3     | repeats: 1e400              | suite.yaml:7: ",
        "suite.yaml  | recorded.csv   | ../../../elsewhere.csv      | suite.yaml:3: ",
        "suite.yaml  | recorded.csv   | /etc/hostname               | suite.yaml:3: ",
        "suite.yaml  | budget: 200ms  | budget: 9e99ms              | suite.yaml:8: ",
        "suite.yaml  | description:   | suite:                      | suite.yaml:2: ",
        "cases.jsonl | \"why\"        | \"wy\"                      | cases.jsonl:2: ",
        "cases.jsonl | \"id\": \"2\"  | \"id\": \"1\"               | cases.jsonl:3: ",
        "cases.jsonl | [1, 2]         | [1, 1e400]                  | cases.jsonl:1: ",
        "cases.jsonl | [2]            | [2147483647, 2147483647]    | cases.jsonl:1: ",
        "cases.jsonl | x.npy          | ../../../../x.npy           | cases.jsonl:3: ",
        "cases.jsonl | x.npy          | /dev/zero                   | cases.jsonl:3: ",
        "cases.jsonl | x.npy          | none.npy                    | none.npy",
        "cases.jsonl | null}          | null                        | cases.jsonl:2: ",
      })
  void a_wrong_word_is_named_with_its_line(
      String name, String right, String wrong, String expected) {
    String file = "canaries/csv/" + name;
    String text = new String(workspace.intact(file), StandardCharsets.UTF_8);
    assertThat(text).contains(right);
    byte[] damaged =
        text.replaceFirst("\\Q" + right + "\\E", wrong).getBytes(StandardCharsets.UTF_8);
    for (String command : List.of("run", "capture")) {
      assertThat(workspace.objection(file, damaged, Outcome.REFUSED, command, "csv")).isEmpty();
    }
    assertThat(said(file, damaged, "csv")).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "kafka: none, kafka: nun",
    "kafka: none, kafak: none",
    "healthyRuns: 5, healthyRuns: 99999999999999999999",
    "delta: 0.001, delta: 1e999",
    "90d, 90000000000000000000d"
  })
  void wrong_settings_are_named_with_their_line(String right, String wrong) {
    String file = "canaries/canary.yaml";
    byte[] damaged =
        DamagedWorkspace.SETTINGS.replace(right, wrong).getBytes(StandardCharsets.UTF_8);

    assertThat(workspace.objection(file, damaged, Outcome.REFUSED, "run", "csv")).isEmpty();
    assertThat(said(file, damaged, "csv")).containsPattern("canary\\.yaml:[123]: ");
  }

  @ParameterizedTest
  @CsvSource({
    "canaries/csv/suite.yaml,             REFUSED",
    "canaries/csv/cases.jsonl,            REFUSED",
    "canaries/csv/x.npy,                  REFUSED",
    "canaries/csv/recorded.csv,           BROKEN",
    "canaries/jsonl/recorded.jsonl,       BROKEN",
    "canaries/npy/recorded.npy,           BROKEN",
    "baselines/csv/1/baseline.json,       REFUSED",
    "baselines/csv/1/outputs.safetensors, REFUSED"
  })
  void a_file_that_is_empty_or_not_text(String file, Outcome outcome) {
    byte[] foreign = workspace.intact(file);
    foreign[foreign.length / 2] = (byte) 0xFF;

    assertThat(workspace.objection(file, new byte[0], outcome, "run", suite(file))).isEmpty();
    if (!file.endsWith(".npy")) {
      assertThat(workspace.objection(file, foreign, outcome, "run", suite(file))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "canaries/csv/cases.jsonl,            REFUSED,  REFUSED",
    "canaries/csv/x.npy,                  REFUSED,  REFUSED",
    "canaries/csv/recorded.csv,           BROKEN,   BROKEN",
    "canaries/npy/recorded.npy,           BROKEN,   BROKEN",
    "canaries/csv/suite.yaml,             NOTICED,  NOTICED",
    "baselines/csv/1/baseline.json,       NOTICED,  NOTICED",
    "baselines/csv/1/outputs.safetensors, REFUSED,  REFUSED"
  })
  void a_file_that_is_missing_or_a_folder(String file, Outcome missing, Outcome directory)
      throws IOException {
    Path place = workspace.root().resolve(file);
    Cli canary = new Cli(workspace.root());
    try {
      Files.delete(place);
      Cli.Answer gone = canary.run("run", suite(file));
      Files.createDirectory(place);
      Cli.Answer other = canary.run("run", suite(file));

      assertThat(DamagedWorkspace.objection(named(file, missing), missing, gone))
          .as("%s", gone)
          .isEmpty();
      assertThat(DamagedWorkspace.objection(named(file, directory), directory, other))
          .as("%s", other)
          .isEmpty();
    } finally {
      Files.deleteIfExists(place);
      Files.write(place, workspace.intact(file));
    }
  }

  /** A folder without suite.yaml is no suite: the error names the suite that is not there. */
  private static String named(String file, Outcome outcome) {
    return outcome == Outcome.NOTICED && file.endsWith("suite.yaml") ? "csv" : file;
  }

  @Test
  void after_all_that_the_workspace_is_healthy() {
    assertThat(new Cli(workspace.root()).run("run").exitCode()).isZero();
  }

  private static String suite(String file) {
    String[] parts = file.split("/", -1);
    return parts.length > 2 ? parts[1] : "csv";
  }

  /** Standard error of a run with this file. */
  private static String said(String file, byte[] damaged, String suite) {
    try {
      Files.write(workspace.root().resolve(file), damaged);
      return new Cli(workspace.root()).run("run", suite).err();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      restore(file);
    }
  }

  private static void restore(String file) {
    try {
      Files.write(workspace.root().resolve(file), workspace.intact(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
