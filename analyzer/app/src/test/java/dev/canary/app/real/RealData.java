package dev.canary.app.real;

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

  /** The folder of the collection, if it is there. */
  static Optional<Path> folder() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(folder -> folder != null)
        .map(folder -> folder.resolve("shared/realdata"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** A file of the collection, if it is there. */
  static Optional<Path> find(String name) {
    return folder().map(folder -> folder.resolve(name)).filter(Files::exists);
  }

  /** A file of the collection; skips the test, naming what is missing, where there is none. */
  static Path file(String name) {
    assumeTrue(folder().isPresent(), "no shared/realdata beside the repository");
    assumeTrue(find(name).isPresent(), "no " + name + " in shared/realdata");
    return find(name).orElseThrow();
  }
}
