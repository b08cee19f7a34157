package dev.canary.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A workspace whose suites read recorded predictions, so that a test decides what a model answers.
 */
public final class RecordedWorkspace {
  private final Path root;

  /** An empty workspace with these settings, as canary.yaml has them. */
  public RecordedWorkspace(Path root, String settings) {
    this.root = root;
    write(root.resolve("canaries/canary.yaml"), settings);
  }

  public Path root() {
    return root;
  }

  /** Adds a suite of so many cases c0, c1, ... with two class probabilities. */
  public RecordedWorkspace suite(String name, int cases, String... more) {
    String yaml =
        """
        suite: %s
        target: {type: recorded, model: predictions.csv, version: "1"}
        output: {kind: probabilities, precision: fp32, contract: {sumsTo: 1, range: [0, 1]}}
        %s
        """
            .formatted(name, String.join("\n", more));
    write(folder(name).resolve("suite.yaml"), yaml);
    String lines =
        IntStream.range(0, cases)
            .mapToObj(
                i -> "{\"id\": \"c%d\", \"input\": {}, \"why\": \"one of many\"}".formatted(i))
            .collect(Collectors.joining("\n"));
    write(folder(name).resolve("cases.jsonl"), lines + "\n");
    return this;
  }

  /** Records what the model answers: the probability of the first of two classes, case by case. */
  public RecordedWorkspace answers(String name, double... probabilities) {
    String rows =
        IntStream.range(0, probabilities.length)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT, "c%d,%s,%s", i, probabilities[i], 1 - probabilities[i]))
            .collect(Collectors.joining("\n"));
    write(folder(name).resolve("predictions.csv"), "id,yes,no\n" + rows + "\n");
    return this;
  }

  /** Evenly spread probabilities, none of them a tie. */
  public static double[] spread(int cases) {
    return IntStream.range(0, cases).mapToDouble(i -> (i + 0.7) / (cases + 1)).toArray();
  }

  public Path folder(String suite) {
    return root.resolve("canaries").resolve(suite);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
