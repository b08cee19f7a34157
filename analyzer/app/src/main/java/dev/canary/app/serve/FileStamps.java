package dev.canary.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * By what a change of files is noticed, wherever they lie: size, time and, behind links, which file
 * it is. Notices of the operating system do not come from mounted folders.
 */
final class FileStamps {
  private FileStamps() {}

  /** The stamp of every file in a folder and those below it; of none if it cannot be read. */
  static Map<Path, String> of(Path folder) {
    Map<Path, String> stamps = new TreeMap<>();
    try (Stream<Path> files =
        Files.find(
            folder,
            Integer.MAX_VALUE,
            (file, is) -> is.isRegularFile(),
            FileVisitOption.FOLLOW_LINKS)) {
      files.forEach(file -> stamps.put(file, stamp(file)));
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while they are looked at: the next look sees what has become of it.
    }
    return stamps;
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return "%d %s %s".formatted(is.size(), is.lastModifiedTime(), is.fileKey());
    } catch (IOException e) {
      return "gone";
    }
  }
}
