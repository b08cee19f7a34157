package dev.canary.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * XGBoost's library follows what a damaged file says into memory that is not its own, and takes its
 * whole process with it: that process must not be ours.
 */
class XgboostCrashTest {
  /** From the name of the booster to the highest byte of the root's left child. */
  private static final int LEFT_CHILD = 318 + 3;

  @TempDir Path folder = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void train() throws Exception {
    Xgboost.assumeItLoads();
    new RecordedWorkspace(folder, "kafka: none\n");
    Path suite = Files.createDirectories(folder.resolve("canaries/forest"));
    model = suite.resolve("model.tribuo");
    new XGBoostClassificationTrainer(4).train(points()).serializeToFile(model);
    Files.writeString(
        suite.resolve("suite.yaml"),
        """
        suite: forest
        target: {type: tribuo, model: model.tribuo}
        output: {kind: probabilities}
        """);
    Files.writeString(
        suite.resolve("cases.jsonl"),
        """
        {"id": "near", "input": {"x": 0.1, "y": -0.2}}
        {"id": "far", "input": {"x": 3, "y": 4}}
        {"id": "nowhere", "input": {"x": null, "y": 1}}
        """);
  }

  @Test
  void aFileThatCrashesTheLibraryIsAnErrorAndOnceTheModelWasTrustedABrokenModel() throws Exception {
    byte[] healthy = Files.readAllBytes(model);
    byte[] damaged = healthy.clone();
    damaged[gbtree(damaged) + LEFT_CHILD] ^= 0x40;
    Cli canary = new Cli(folder);

    Files.write(model, damaged);
    isRefused(canary.run("capture"));
    isRefused(canary.run("run"));
    assertThat(folder.resolve("baselines")).doesNotExist();

    Files.write(model, healthy);
    assertThat(canary.run("capture").exitCode()).isZero();
    canary.run("approve", "forest");
    assertThat(canary.run("run").exitCode()).isZero();

    Files.write(model, damaged);
    Cli.Answer broken = canary.run("run", "--output", "json");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(RunLine.of(broken).causes()).isEqualTo("LOAD_FAILED");
    assertThat(RunLine.of(broken).finding("answers").json())
        .contains("the file is damaged")
        .as("said once, not for every case")
        .doesNotContain("note");
  }

  private void isRefused(Cli.Answer answer) {
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains(model.toString()).contains("the native library crashed");
  }

  private static int gbtree(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("gbtree");
  }

  private static MutableDataset<Label> points() {
    LabelFactory factory = new LabelFactory();
    MutableDataset<Label> points =
        new MutableDataset<>(new SimpleDataSourceProvenance("points", factory), factory);
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      points.add(
          new ArrayExample<>(
              new Label(x * x + y * y < 1 ? "in" : "out"),
              new String[] {"x", "y"},
              new double[] {x, y}));
    }
    return points;
  }
}
