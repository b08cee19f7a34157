package dev.canary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Models made by others, kept beside the repository as {@code shared/realdata}. */
final class RealData {
  private RealData() {}

  /** The files below a folder of the collection; none where there is no collection. */
  static List<Path> files(String folder) {
    Path here = Path.of("").toAbsolutePath();
    Optional<Path> found =
        Stream.iterate(here, Path::getParent)
            .takeWhile(parent -> parent != null)
            .map(parent -> parent.resolve("shared/realdata").resolve(folder))
            .filter(Files::isDirectory)
            .findFirst();
    if (found.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(found.get())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
