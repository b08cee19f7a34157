package dev.canary.app.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.Cli;
import dev.canary.app.RunLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real versions of one model on the examples that its makers recorded. */
class MagikaTest {
  private static final int BLOCK = 4096;
  private static final int FEATURES = 1024;
  private static final int PADDING = 256;

  private static final Pattern RECORD =
      Pattern.compile(
          "\"content_base64\":\\s*\"([^\"]*)\".*?\"dl\":\\s*\"([^\"]*)\"", Pattern.DOTALL);
  private static final Pattern LABELS =
      Pattern.compile("\"target_labels_space\":\\s*\\[([^\\]]*)\\]");

  @TempDir Path folder = Path.of("");

  @Test
  void anotherVersionIsInconclusiveAndItsLabelChangesAreNamed() throws Exception {
    List<MatchResult> records = records();
    assertThat(records).hasSize(129);
    RealWorkspace workspace = suite("3.1", "magika_v3_1.onnx", records);
    workspace.trust("magika");
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture").exitCode()).isZero();
    canary.run("approve", "magika", "--reason", "test");
    assertThat(canary.run("run").exitCode()).isZero();
    suite("3.2", "magika_v3_2.onnx", records).trust("magika");

    Cli.Answer answer = canary.run("run", "--output", "json");

    RunLine run = RunLine.of(answer);
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(run.verdict()).isEqualTo("INCONCLUSIVE");
    assertThat(run.causes()).isEqualTo("VERSION_CHANGE");
    RunLine.Found labels = run.finding("labels");
    assertThat(labels.json()).contains("\"decides\":\"nothing\"");
    assertThat(labels.number("statistic")).isEqualTo(54);
    assertThat(labels.cases()).hasSize(54);
    assertThat(run.findings("identity.weights")).isEmpty();
  }

  @Test
  @Tag("slow")
  void theNewVersionAnswersWhatItsMakersRecorded() throws Exception {
    List<MatchResult> records = records();
    suite("3.2", "magika_v3_2.onnx", records).trust("magika");
    Cli canary = new Cli(folder);
    assertThat(canary.run("capture").err()).doesNotContain("violate");
    canary.run("approve", "magika", "--reason", "test");

    RunLine run = RunLine.of(canary.run("run", "--output", "json"));

    assertThat(run.verdict()).isEqualTo("HEALTHY");
    assertThat(run.finding("contract").outcome()).isEqualTo("HELD");
  }

  private RealWorkspace suite(String version, String model, List<MatchResult> records)
      throws IOException {
    RealWorkspace workspace = RealWorkspace.at(folder);
    Path suite = workspace.suite("magika");
    Files.createDirectories(suite);
    if (!Files.exists(suite.resolve(model))) {
      Files.copy(RealData.file("models/onnx/" + model), suite.resolve(model));
    }
    Files.writeString(
        suite.resolve("suite.yaml"),
        """
        suite: magika
        target: {type: djl, model: %s, version: "%s"}
        output: {kind: probabilities, deterministic: true, contract: {labels: [%s]}}
        capture: {repeats: 1}
        """
            .formatted(model, version, labels()));
    StringBuilder cases = new StringBuilder();
    boolean expecting = version.equals("3.2") && !Files.exists(folder.resolve("baselines"));
    for (int i = 0; i < records.size(); i++) {
      cases.append(line(i, records.get(i), expecting));
    }
    Files.writeString(suite.resolve("cases.jsonl"), cases);
    return workspace;
  }

  private static String line(int number, MatchResult record, boolean expecting) {
    byte[] content = Base64.getDecoder().decode(record.group(1));
    String data =
        Arrays.stream(features(content))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    String expect = expecting ? ",\"expect\":{\"label\":\"" + record.group(2) + "\"}" : "";
    return "{\"id\":\"example-%d\",\"input\":{\"bytes\":{\"dtype\":\"int32\",\"shape\":[1,%d],\"data\":[%s]}}%s}\n"
        .formatted(number, 2 * FEATURES, data, expect);
  }

  /** The first bytes after leading white space, and the last before trailing. */
  private static int[] features(byte[] content) {
    int[] features = new int[2 * FEATURES];
    Arrays.fill(features, PADDING);
    String start =
        text(Arrays.copyOf(content, Math.min(BLOCK, content.length)))
            .replaceFirst("^[ \\t\\n\\r\\x0b\\f]+", "");
    String end =
        text(Arrays.copyOfRange(content, Math.max(0, content.length - BLOCK), content.length))
            .replaceFirst("[ \\t\\n\\r\\x0b\\f]+$", "");
    for (int i = 0; i < Math.min(FEATURES, start.length()); i++) {
      features[i] = start.charAt(i);
    }
    for (int i = 1; i <= Math.min(FEATURES, end.length()); i++) {
      features[2 * FEATURES - i] = end.charAt(end.length() - i);
    }
    return features;
  }

  /** One character a byte. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String labels() throws IOException {
    Matcher labels =
        LABELS.matcher(Files.readString(RealData.file("recorded/magika_v3_2_config.json")));
    assertThat(labels.find()).isTrue();
    return labels.group(1);
  }

  /** The examples that the network itself answered. */
  private static List<MatchResult> records() throws IOException {
    Path file = RealData.file("recorded/magika_v3_2_examples.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<MatchResult> records = new ArrayList<>();
      RECORD
          .matcher(json)
          .results()
          .filter(r -> !r.group(2).equals("undefined"))
          .forEach(records::add);
      return records;
    }
  }
}
