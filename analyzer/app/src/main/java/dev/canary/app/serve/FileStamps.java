package dev.canary.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By what a change of files is noticed, wherever they lie: size, times and, behind links, which
 * file it is. Notices of the operating system do not come from mounted folders.
 */
final class FileStamps {
  /** Nobody sets the time at which a file's own data last changed; not every system tells it. */
  private static final String CHANGED = "unix:ctime";

  private FileStamps() {}

  /** The stamp of every file in a folder and those below it, as far as they can be looked at. */
  static Map<Path, String> of(Path folder) {
    Map<Path, String> stamps = new TreeMap<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
              stamps.put(file, stamp(file, is));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              // Gone in the meantime, or a link that leads in a circle: the others are looked at.
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path place, @Nullable IOException why) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("nothing above throws it", e);
    }
    return stamps;
  }

  private static String stamp(Path file, BasicFileAttributes is) {
    return "%d %s %s %s".formatted(is.size(), is.lastModifiedTime(), changed(file), is.fileKey());
  }

  private static String changed(Path file) {
    try {
      return Files.getAttribute(file, CHANGED).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
