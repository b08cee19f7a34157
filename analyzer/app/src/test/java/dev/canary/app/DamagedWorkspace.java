package dev.canary.app;

import dev.canary.format.Npy;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A small workspace with approved baselines, of which one file at a time is damaged: what a command
 * then says, and that it leaves every file alone.
 */
final class DamagedWorkspace {
  static final String SETTINGS =
      """
      kafka: none
      budget: {falseAlerts: 1 per 90d, delta: 0.001}
      retention: {unhealthyFor: 90d, healthyRuns: 5}
      """;

  private static final String SUITE =
      """
      suite: %1$s
      description: Applicants at the edges
      target: {type: recorded, model: recorded.%1$s, version: "1", idFrom: row}
      output:
        kind: probabilities
        contract: {sumsTo: 1, range: [0, 1]}
      capture: {repeats: 3}
      latency: {budget: 200ms, warn: 0.9}
      """;

  private static final String CASES =
      """
      {"id": "0", "input": {"x": 0.5, "y": {"dtype": "fp32", "shape": [2], "data": [1, 2]}}}
      {"id": "1", "input": {"x": null}, "tags": ["edge"], "why": "nothing known"}
      {"id": "2", "input": {"x": {"file": "x.npy"}}, "expect": {"range": [0, 1]}}
      """;

  private static final Pattern VERDICT = Pattern.compile("HEALTHY|INCONCLUSIVE|DRIFTED|BROKEN");

  /** What must come of a damage. */
  enum Outcome {
    /** Exit code 3 and lines that name the file. */
    REFUSED,
    /** Exit code 2: what once was trusted is no longer what it was. */
    BROKEN,
    /** Anything but exit code 0. */
    NOTICED,
    /** Any answer to a file that may well be meant so; if it is refused, as above. */
    TAKEN_OR_REFUSED
  }

  private final Path root;
  private final Cli canary;
  private Map<String, byte[]> intact = new TreeMap<>();

  DamagedWorkspace(Path root) {
    this.root = root;
    this.canary = new Cli(root);
  }

  /** Recorded suites in each format: csv, jsonl and npy. */
  static DamagedWorkspace recorded(Path root) throws IOException {
    Path canaries = Files.createDirectories(root.resolve("canaries"));
    Files.writeString(canaries.resolve("canary.yaml"), SETTINGS);
    for (String format : List.of("csv", "jsonl", "npy")) {
      Path suite = Files.createDirectories(canaries.resolve(format));
      Files.writeString(suite.resolve("suite.yaml"), SUITE.formatted(format));
      Files.writeString(suite.resolve("cases.jsonl"), CASES);
      Npy.write(suite.resolve("x.npy"), Tensor.ofDoubles(new int[] {2}, new double[] {1, 2}));
    }
    String csv = "yes,no\n0.25,0.75\n0.5,0.5\n0.125,0.875\n";
    Files.writeString(canaries.resolve("csv/recorded.csv"), csv);
    String lines =
        "{\"output\": [0.25, 0.75]}\n{\"output\": [0.5, 0.5]}\n{\"output\": [0.1, 0.9]}\n";
    Files.writeString(canaries.resolve("jsonl/recorded.jsonl"), lines);
    double[] answers = {0.25, 0.75, 0.5, 0.5, 0.125, 0.875};
    Npy.write(canaries.resolve("npy/recorded.npy"), Tensor.ofDoubles(new int[] {3, 2}, answers));
    return new DamagedWorkspace(root).approved("csv", "jsonl", "npy");
  }

  /** Captures and approves these suites; the files as they are now are the intact ones. */
  DamagedWorkspace approved(String... suites) {
    for (String suite : suites) {
      require(canary.run("capture", suite));
      require(canary.run("approve", suite, "--reason", "reviewed"));
      require(canary.run("run", suite));
    }
    intact = files();
    return this;
  }

  private static void require(Cli.Answer answer) {
    if (answer.exitCode() != 0) {
      throw new IllegalStateException(answer.toString());
    }
  }

  Path root() {
    return root;
  }

  byte[] intact(String file) {
    return Optional.ofNullable(intact.get(file)).orElseThrow().clone();
  }

  /** Runs a command on a damaged file and puts the file back. Returns what is wrong with it. */
  Optional<String> objection(String file, byte[] damaged, Outcome expected, String... command) {
    try {
      Files.write(root.resolve(file), damaged);
      Map<String, byte[]> before = files();
      Cli.Answer answer = canary.run(command);
      boolean touched = !same(before, files());
      boolean captured = command[0].equals("capture") && answer.exitCode() == 0;
      return objection(file, expected, answer)
          .or(() -> touched && !captured ? Optional.of("files were written") : Optional.empty())
          .map(why -> why + ": " + answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      restore();
    }
  }

  /** What is wrong with an answer to a damaged file. */
  static Optional<String> objection(String file, Outcome expected, Cli.Answer answer) {
    String said = answer.out() + answer.err();
    if (said.contains("\tat ") || said.contains("unexpected ")) {
      return Optional.of("a defect, not an error");
    }
    String name = file.substring(file.lastIndexOf('/') + 1);
    boolean told =
        !answer.err().isEmpty()
            && answer.err().lines().allMatch(line -> line.startsWith("canary: "))
            && answer.err().contains(name);
    boolean verdict = VERDICT.matcher(answer.out()).find();
    boolean refused = answer.exitCode() == 3 && told && !verdict;
    boolean judged = answer.exitCode() != 3 || answer.out().contains("INCONCLUSIVE");
    boolean right =
        switch (expected) {
          case REFUSED -> refused;
          case BROKEN -> answer.exitCode() == 2;
          case NOTICED -> answer.exitCode() != 0 && (refused || judged);
          case TAKEN_OR_REFUSED -> refused || judged;
        };
    return right ? Optional.empty() : Optional.of("not " + expected);
  }

  private void restore() {
    try {
      Map<String, byte[]> now = files();
      for (Map.Entry<String, byte[]> file : intact.entrySet()) {
        if (!Arrays.equals(file.getValue(), now.get(file.getKey()))) {
          Files.write(root.resolve(file.getKey()), file.getValue());
        }
      }
      for (String added : now.keySet()) {
        if (!intact.containsKey(added)) {
          Files.delete(root.resolve(added));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file of the workspace but the state of this machine. */
  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> own = new ArrayList<>(all.filter(Files::isRegularFile).toList());
      own.removeIf(file -> file.startsWith(root.resolve(".canary")));
      for (Path file : own) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), other.get(file.getKey())));
  }
}
