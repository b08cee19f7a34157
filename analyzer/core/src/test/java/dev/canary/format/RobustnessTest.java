package dev.canary.format;

import static dev.canary.format.Folders.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.format.RecordedOptions.Ids;
import dev.canary.format.RecordedOptions.Layout;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged files of every kind end in problems with file and line, never in another exception. */
class RobustnessTest {
  private static final String YAML =
      """
      suite: credit-risk
      description: "Edges \\u00e9"
      target: {type: recorded, model: p.csv, idFrom: row, platform: {os: Linux}}
      output:
        kind: probabilities
        contract: {sumsTo: 1, range: [0, .inf], labels: [good, 'no']}
      schedule: {cron: "0 */5 * * *", zone: UTC}
      policy: {failures: 3 of 3, recover: {runs: 3, for: 5m}}
      """;
  private static final String CASES =
      """
      {"id": "a", "input": {"x": {"dtype": "fp16", "shape": [2], "data": [1, "NaN"]}}}
      {"id": "\u00e9", "input": {"y": -1.5e-3, "z": null}, "expect": {"range": [0, 1]}}
      """;
  private static final String SETTINGS =
      """
      kafka: {bootstrap: "a:9092", properties: {x: "${env:Y}"}}
      store: {url: jdbc:x, password: "${file:p}"}
      budget: {falseAlerts: 1 per 90d, delta: 1e-3}
      watches: {credit-risk: {weight: 2, dryRun: true}}
      """;
  private static final RecordedOptions BY_ID =
      new RecordedOptions("id", Ids.COLUMN, Layout.ROW_PER_CASE, Optional.empty());

  /** A kind of file: a good one. */
  enum Kind {
    SUITE("canaries/credit-risk/suite.yaml"),
    CASES("canaries/credit-risk/cases.jsonl"),
    SETTINGS("canaries/canary.yaml"),
    NPY("x.npy"),
    NPY_TEXTS("t.npy"),
    SAFETENSORS("x.safetensors"),
    CSV("p.csv"),
    JSON_LINES("p.jsonl");

    private final String name;

    Kind(String name) {
      this.name = name;
    }

    byte[] good() {
      Tensor texts = Tensor.ofTexts(new int[] {2}, List.of("a", "\u00e9"));
      Tensor numbers = Tensor.ofFloats(new int[] {2, 2}, 1, 2, 3, 4);
      return switch (this) {
        case SUITE -> utf8(YAML);
        case CASES -> utf8(RobustnessTest.CASES);
        case SETTINGS -> utf8(RobustnessTest.SETTINGS);
        case NPY -> Npy.bytes(numbers);
        case NPY_TEXTS -> Npy.bytes(texts);
        case SAFETENSORS -> {
          Map<String, Tensor> tensors = new LinkedHashMap<>();
          tensors.put("x", numbers);
          tensors.put("t", texts);
          yield Safetensors.bytes(tensors, Map.of("a", "b"));
        }
        case CSV -> utf8("id,good,label\na,0.5,\"x, y\"\nb,1e-3,z\n");
        case JSON_LINES ->
            utf8("{\"id\":\"a\",\"x\":[[1,2.5]]}\n{\"id\":\"b\",\"output\":{\"x\":\"t\"}}\n");
      };
    }

    Callable<?> reading(Path root) {
      Path file = root.resolve(name);
      return switch (this) {
        case SUITE, CASES -> () -> Suites.load(root.resolve("canaries/credit-risk"));
        case SETTINGS -> () -> Settings.load(Workspace.at(root));
        case NPY, NPY_TEXTS -> () -> Npy.read(file);
        case SAFETENSORS -> () -> Safetensors.read(file).tensors();
        case CSV, JSON_LINES -> () -> Recording.read(file, BY_ID);
      };
    }
  }

  @TempDir private Path root = Path.of("");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] prepare(Kind kind) {
    Folders.suite(root, YAML, CASES);
    byte[] good = kind.good();
    Folders.write(root.resolve(kind.name), good);
    assertThat(problems(kind.reading(root))).isEmpty();
    return good;
  }

  /** Any exception but the one that lists problems fails the test. */
  private int damaged(Kind kind, byte[] bytes) {
    Folders.write(root.resolve(kind.name), bytes);
    List<String> problems = problems(kind.reading(root));
    Path file = root.resolve(kind.name).getFileName();
    assertThat(problems)
        .allSatisfy(p -> assertThat(p).contains(file + ":").doesNotContain("\n", "\r"));
    return problems.size();
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsCutIsAProblemOrStillWhole(Kind kind) {
    byte[] good = prepare(kind);
    boolean binary = kind.name.endsWith("npy") || kind.name.endsWith("safetensors");
    for (int length = 0; length < good.length; length += 5) {
      int problems = damaged(kind, Arrays.copyOf(good, length));
      assertThat(problems).isGreaterThanOrEqualTo(binary ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileWithAChangedByteIsAProblemOrStillGood(Kind kind) {
    byte[] good = prepare(kind);
    Random random = new Random(17);
    int found = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= (byte) (i % 2 == 0 ? 1 << random.nextInt(8) : 1 + random.nextInt(255));
      found += damaged(kind, changed);
    }
    assertThat(found).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void aFileWithSeveralBytesChangedIsAProblemOrStillGood(Kind kind) {
    byte[] good = prepare(kind);
    Random random = new Random(18);
    for (int i = 0; i < 150; i++) {
      byte[] changed = good.clone();
      for (int j = 0; j < 4; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      damaged(kind, changed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFolderInPlaceOfAFileIsAProblem(Kind kind) throws Exception {
    prepare(kind);
    Files.delete(root.resolve(kind.name));
    Files.createDirectory(root.resolve(kind.name));

    assertThat(problems(kind.reading(root)))
        .first()
        .asString()
        .contains("cannot be read: Is a directory");
  }
}
