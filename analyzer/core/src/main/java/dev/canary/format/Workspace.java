package dev.canary.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that holds suites, their baselines and the state of this machine.
 *
 * @param root absolute, without {@code .} and {@code ..}
 */
public record Workspace(Path root) {
  static final String CANARIES = "canaries";

  /** The file of a suite. */
  public static final String SUITE_FILE = "suite.yaml";

  /** The file of its cases. */
  public static final String CASES_FILE = "cases.jsonl";

  public Workspace {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The workspace at a folder that was named.
   *
   * @throws FormatException if it holds no {@code canaries} folder
   */
  public static Workspace at(Path folder) throws FormatException {
    Workspace workspace = new Workspace(folder);
    if (!Files.isDirectory(workspace.canaries())) {
      throw new FormatException(
          new Problem(folder.toString(), 0, "no workspace: it holds no folder " + CANARIES, ""));
    }
    return workspace;
  }

  /** The workspace that a file or folder lies in: its nearest parent, or itself, that is one. */
  public static Optional<Workspace> around(Path place) {
    for (Path folder = place.toAbsolutePath().normalize();
        folder != null;
        folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(CANARIES))) {
        return Optional.of(new Workspace(folder));
      }
    }
    return Optional.empty();
  }

  /** The suites and {@code canary.yaml}. */
  public Path canaries() {
    return root.resolve(CANARIES);
  }

  /** The baselines, by suite and model version. */
  public Path baselines() {
    return root.resolve("baselines");
  }

  /** What this machine keeps for itself, never committed. */
  public Path state() {
    return root.resolve(".canary");
  }

  /** The settings, which need not exist. */
  public Path settings() {
    return canaries().resolve("canary.yaml");
  }

  /** The folder of a suite. */
  public Path suite(String name) {
    return canaries().resolve(name);
  }

  /** A link that leads nowhere is a mistake to be told, and no suite that was removed. */
  private static boolean isThere(Path suite) {
    return Files.isRegularFile(suite) || Files.isSymbolicLink(suite);
  }

  /**
   * The names of all suites, sorted; empty if there is no such folder.
   *
   * @throws UncheckedIOException if the folder cannot be read now: nobody knows which there are
   */
  public List<String> suites() {
    try (Stream<Path> folders = Files.list(canaries())) {
      return folders
          .filter(folder -> isThere(folder.resolve(SUITE_FILE)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
