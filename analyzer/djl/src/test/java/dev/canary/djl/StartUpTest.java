package dev.canary.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens before the first answer, seen from a fresh process without any setting. */
class StartUpTest {
  private static final Set<String> SETTINGS =
      Set.of("OPT_OUT_TRACKING", "DJL_OFFLINE", "ORT_DISABLE_TELEMETRY");

  private static List<String> run(Path model, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StartUp.class.getName(), model.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(SETTINGS);
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void djlIsToldToReportNothingBeforeItCould() throws Exception {
    List<String> lines = run(Models.torchscript("mlp.pt"));

    assertThat(lines)
        .contains("opened by PyTorch")
        .contains("seen.OPT_OUT_TRACKING=true")
        .contains("seen.ai.djl.offline=true");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("connection to "))
        .containsExactly("connection to http://watched.invalid/");
  }

  @Test
  void anOnnxModelStartsWithoutDjl(@TempDir Path folder) throws Exception {
    Path model = OnnxModels.write(folder.resolve("model.onnx"), OnnxModels.mlp());
    List<String> lines = run(model, "-Xlog:class+load");

    assertThat(lines).contains("opened by OnnxRuntime");
    assertThat(lines).anyMatch(line -> line.contains("ai.onnxruntime.OrtSession "));
    assertThat(lines).noneMatch(line -> line.contains(" ai.djl."));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("connection to "))
        .containsExactly("connection to http://watched.invalid/");
  }
}
