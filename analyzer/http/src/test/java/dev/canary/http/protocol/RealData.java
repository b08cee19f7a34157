package dev.canary.http.protocol;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Requests and answers recorded by others, kept beside the repository as {@code
 * shared/realdata/contract}.
 */
final class RealData {
  private RealData() {}

  /** A file of the collection; skips the test, naming what is missing, where there is none. */
  static Path contract(String name) {
    Optional<Path> folder =
        Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .takeWhile(parent -> parent != null)
            .map(parent -> parent.resolve("shared/realdata/contract"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(folder.isPresent(), "no shared/realdata/contract beside the repository");
    Path file = folder.orElseThrow().resolve(name);
    assumeTrue(Files.exists(file), "no " + name + " in shared/realdata/contract");
    return file;
  }
}
