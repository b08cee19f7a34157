package dev.canary.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The paths that files refer to. */
final class Paths {
  private static final String ALLOWED = "a path relative to this file that stays in the workspace";

  private Paths() {}

  /** The place a key refers to, which need not exist, or a problem. */
  static Optional<Path> inside(Section section, String key, Path referrer, String reference) {
    Optional<Path> path = section.reading().inside(referrer, reference);
    if (path.isEmpty()) {
      section.problem(key, '"' + reference + "\", outside the workspace", ALLOWED);
    }
    return path;
  }

  /** The existing file a key refers to, or a problem. */
  static Optional<Path> existing(Section section, String key, Path referrer, String reference) {
    Optional<Path> path = inside(section, key, referrer, reference);
    if (path.isPresent() && !Files.isRegularFile(path.get())) {
      section.problem(key, '"' + reference + "\", which is no file", "an existing file");
      return Optional.empty();
    }
    return path;
  }
}
