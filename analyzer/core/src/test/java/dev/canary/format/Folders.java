package dev.canary.format;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Workspaces on disk, and the problems of reading them. */
public final class Folders {
  static final String SUITE =
      """
      suite: credit-risk
      description: Applicants at the edges of the scorecard
      target:
        type: recorded
        model: predictions.csv
      output:
        kind: probabilities
      """;
  static final String CASE = "{\"id\": \"a\", \"input\": {\"age\": 34}}\n";

  private Folders() {}

  /** Writes a file and its folders. */
  public static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A suite {@code credit-risk} in a workspace. */
  static Path suite(Path root, String yaml, String cases) {
    Path folder = root.resolve("canaries/credit-risk");
    write(folder.resolve("suite.yaml"), yaml);
    write(folder.resolve("cases.jsonl"), cases);
    return folder;
  }

  static List<String> problemsOf(Path folder) {
    return problems(() -> Suites.load(folder));
  }

  /** The problems of an action, each in its one line; none if it succeeds. */
  public static List<String> problems(Callable<?> action) {
    return Optional.ofNullable(catchThrowableOfType(FormatException.class, action::call))
        .map(e -> e.problems().stream().map(Problem::toString).toList())
        .orElse(List.of());
  }
}
