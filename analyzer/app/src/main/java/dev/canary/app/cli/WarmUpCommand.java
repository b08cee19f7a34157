package dev.canary.app.cli;

import dev.canary.app.job.Folders;
import dev.canary.format.Npy;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Goes through the commands once in a temporary workspace, offline, so that the launcher can keep
 * an archive of the classes that they load. It touches no engine, no broker and no other workspace.
 */
@Command(
    name = "warm-up",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Go through the commands once in a temporary workspace; for the launcher.",
    footer = {"", "Example:", "  canary warm-up"})
final class WarmUpCommand implements Callable<Integer> {
  private static final List<String> COMMANDS =
      List.of("capture", "approve csv jsonl npy", "run", "run --output json", "explain csv");

  private static final String SUITE =
      """
      suite: %1$s
      target: {type: recorded, model: recorded.%1$s, version: "1", idFrom: row}
      output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}
      """;

  private static final String CASES =
      """
      {"id": "0", "input": {"x": 0.5, "y": {"dtype": "fp32", "shape": [2], "data": [1, 2]}}}
      {"id": "1", "input": {"x": null}, "tags": ["edge"], "why": "nothing known"}
      {"id": "2", "input": {"x": "a"}}
      """;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("canary-warm-up");
    try {
      return warmUp(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private static int warmUp(Path folder) throws IOException {
    write(folder, 0.25);
    List<Integer> codes = new ArrayList<>();
    for (String command : COMMANDS) {
      codes.add(execute(folder, command));
    }
    write(folder, 0.75);
    boolean found = execute(folder, "run") == ExitCodes.DRIFTED;
    execute(folder, "explain csv");
    return found ? ExitCodes.worst(codes) : ExitCodes.CANNOT;
  }

  private static int execute(Path folder, String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of("--workspace", folder.toString()));
    return CanaryCommand.execute(words.toArray(String[]::new));
  }

  /** Suites in each format, whose first case is answered with this probability. */
  private static void write(Path folder, double p) throws IOException {
    Path canaries = folder.resolve("canaries");
    for (String format : List.of("csv", "jsonl", "npy")) {
      Path suite = Files.createDirectories(canaries.resolve(format));
      Files.writeString(suite.resolve("suite.yaml"), SUITE.formatted(format));
      Files.writeString(suite.resolve("cases.jsonl"), CASES);
    }
    Files.writeString(canaries.resolve("canary.yaml"), "kafka: none\n");
    double[] answers = {p, 1 - p, 0.5, 0.5, 0.125, 0.875};
    Npy.write(canaries.resolve("npy/recorded.npy"), Tensor.ofDoubles(new int[] {3, 2}, answers));
    StringBuilder csv = new StringBuilder("yes,no\n");
    StringBuilder jsonl = new StringBuilder();
    for (int row = 0; row < 3; row++) {
      String pair = answers[2 * row] + "," + answers[2 * row + 1];
      csv.append(pair).append('\n');
      jsonl.append("{\"output\": [").append(pair).append("]}\n");
    }
    Files.writeString(canaries.resolve("csv/recorded.csv"), csv);
    Files.writeString(canaries.resolve("jsonl/recorded.jsonl"), jsonl);
  }
}
