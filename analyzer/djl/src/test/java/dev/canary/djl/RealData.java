package dev.canary.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models and recorded predictions made by others, kept beside the repository as {@code
 * shared/realdata}; its MANIFEST.md tells the source of each file.
 */
final class RealData {
  private RealData() {}

  /** A file of the collection; skips the test, naming what is missing, where there is none. */
  static Path file(String name) {
    Optional<Path> folder = folder();
    assumeTrue(folder.isPresent(), "no shared/realdata beside the repository");
    Path file = folder.orElseThrow().resolve(name);
    assumeTrue(Files.exists(file), "no " + name + " in shared/realdata");
    return file;
  }

  private static Optional<Path> folder() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, Path::getParent)
        .takeWhile(folder -> folder != null)
        .map(folder -> folder.resolve("shared/realdata"))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
