package dev.canary.app.cli;

import dev.canary.app.init.InitJob;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.format.ValueJson;
import dev.canary.format.Workspace;
import dev.canary.target.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a first suite for a model. */
@Command(
    name = "init",
    description =
        "Write a first suite for a model: edge cases by what it tells of its inputs, each tried once.",
    footer = {
      "",
      "Examples:",
      "  canary init http://127.0.0.1:8000                 a served model",
      "  canary init http://127.0.0.1:8000 --model digits  one of several, as suite digits",
      "  canary init grpc://127.0.0.1:8001/digits --name digits-grpc",
      "  canary init model.onnx --name prices              a file: ONNX, Tribuo or TorchScript",
      "  canary init model.pt --input pixels=fp32[1,1,28,28]",
      "",
      "What the model refuses is left out, and said. Nothing is overwritten.",
      "Then: canary capture SUITE && canary approve SUITE --reason \"...\" && canary run SUITE"
    })
final class InitCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();
  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(paramLabel = "URL|MODEL", description = "A server's address, or a model's file.")
  private String place = "";

  @Option(
      names = "--name",
      paramLabel = "SUITE",
      description = "The name of the suite (default: the model's).")
  private @Nullable String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws the random cases (default: 1).")
  private long seed = 1;

  @Override
  public Integer call() throws CannotRunException, FormatException, LoadException, IOException {
    Workspace workspace = common.workspaceOrHere();
    boolean began = !Files.exists(workspace.canaries());
    Files.createDirectories(workspace.canaries());
    try (Wiring wiring = Wiring.of(workspace)) {
      InitJob job = new InitJob(workspace, wiring.targets(), Wiring.plainReplay());
      tell(job.make(options.at(place), Common.given(name), seed));
      return ExitCodes.DONE;
    } finally {
      if (began && workspace.suites().isEmpty()) {
        removeIfEmpty(workspace.canaries());
      }
    }
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }

  private void tell(InitJob.Made made) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("schema", "dev.canary/init/v1");
      json.put("suite", made.suite());
      json.put("folder", made.folder().toString());
      json.put("cases", made.cases());
      json.put("outputs", made.outputs());
      json.put("refused", made.refused());
      Common.answer(ValueJson.text(json));
      return;
    }
    common.say("%s: %d cases, each answered once".formatted(made.suite(), made.cases()));
    made.outputs().forEach((output, guess) -> common.say("  " + output + " seems to be " + guess));
    made.refused().forEach((id, why) -> common.say("  left out " + id + ": " + why));
    common.say("written to " + made.folder());
    common.say("next: canary capture " + made.suite());
  }
}
