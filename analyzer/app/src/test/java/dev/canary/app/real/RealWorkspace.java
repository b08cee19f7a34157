package dev.canary.app.real;

import dev.canary.app.job.KnownModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A workspace with a suite for each of some models, without a broker. */
record RealWorkspace(Path root) {

  /** Writes a suite for every model into a folder. */
  public static void main(String[] args) throws IOException {
    RealWorkspace workspace = at(Path.of(args[0]));
    for (RealModel model : RealModels.all()) {
      workspace.add(model);
    }
    RealModel stateful = RealModels.speech();
    workspace.add(stateful.declaring("keeps_state", stateful.outputs()));
  }

  /** Writes the settings. */
  static RealWorkspace at(Path root) throws IOException {
    Files.createDirectories(root.resolve("canaries"));
    Files.writeString(root.resolve("canaries/canary.yaml"), "kafka: none\n");
    return new RealWorkspace(root);
  }

  /** Writes the suite of a model, with a copy of the model's file. */
  Path add(RealModel model) throws IOException {
    Path file = RealData.find("models/" + model.file()).orElseThrow();
    Path folder = suite(model.suite());
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(file.getFileName()));
    String yaml =
        """
        suite: %s
        target: {%s, model: "%s"}
        %s
        capture: {repeats: %d}
        """
            .formatted(
                model.suite(),
                model.target(),
                file.getFileName(),
                model.outputs(),
                model.repeats());
    Files.writeString(folder.resolve("suite.yaml"), yaml);
    Files.writeString(folder.resolve("cases.jsonl"), lines(folder, model.cases()));
    return folder;
  }

  private static String lines(Path folder, List<String> cases) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      String input = cases.get(i);
      lines.append("{\"id\":\"case-%d\",\"input\":{%s}}%n".formatted(i, input));
      String image = i + ".png";
      if (input.contains(image)) {
        Files.copy(RealData.find("data/mnist10/" + image).orElseThrow(), folder.resolve(image));
      }
    }
    return lines.toString();
  }

  /** Says that a suite's model loads well, so that no child process tries it. */
  void trust(String suite) throws Exception {
    KnownModels.mark(root, suite);
  }

  Path suite(String name) {
    return root.resolve("canaries").resolve(name);
  }
}
